package mailroad.guard.filter;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mailroad.guard.filter.SpamdLine.Asks;
import mailroad.guard.verdict.Change;
import mailroad.guard.verdict.Evidence;
import mailroad.guard.verdict.FilterException;
import mailroad.guard.verdict.Opinion;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.Why;
import mailroad.kernel.World;
import mailroad.mime.Field;
import mailroad.mime.Header;
import mailroad.mta.gate.Arriving;
import mailroad.wire.Deadline;
import mailroad.wire.Line;
import mailroad.wire.LineTooLongException;
import mailroad.wire.Wire;

/**
 * Shows messages to SpamAssassin's spamd (its protocol SPAMC 1.5). It sees our own Received field, which tells it whom
 * the message came from, and above it X-Envelope-From with the sender; nothing of that stays.
 */
final class Spamd implements Outside {
  private static final int LINE_OCTETS_MAX = 4096;
  private static final int FIELDS_MAX = 100;
  private static final int CONTENT_OCTETS_MAX = 1 << 20;
  private static final String OWN_FIELDS = "x-spam-";

  private final World world;
  private final SpamdLine line;
  private final Terms terms;

  Spamd(World world, SpamdLine line) {
    this.world = world;
    this.line = line;
    this.terms = line.terms();
  }

  @Override
  public Opinion look(Suspect suspect, Deadline deadline)
      throws IOException, FilterException, InterruptedException {
    Arriving arriving = suspect.arriving();
    try (Wire wire =
        new Wire(world, terms.endpoint().connect(world, deadline.left()), deadline.left())) {
      byte[] front =
          "X-Envelope-From: %s\r\n".formatted(arriving.sender()).getBytes(StandardCharsets.UTF_8);
      wire.write(head(arriving, front.length + arriving.content().size()));
      wire.write(front);
      Content.send(arriving.content(), 0, wire, deadline);
      wire.shutdownOutput();
      return opinion(answer(wire, deadline), arriving.header());
    } catch (LineTooLongException e) {
      throw new FilterException("a line of more than %d octets".formatted(LINE_OCTETS_MAX), e);
    }
  }

  private String head(Arriving arriving, long octets) {
    StringBuilder out = new StringBuilder(line.asks().command()).append(" SPAMC/1.5\r\n");
    out.append("Content-length: ").append(octets).append("\r\n");
    user(arriving).ifPresent(user -> out.append("User: ").append(user).append("\r\n"));
    return out.append("\r\n").toString();
  }

  private Optional<String> user(Arriving arriving) {
    if (line.user().equals("*")) {
      return arriving.envelope().recipients().size() == 1
          ? Optional.of(arriving.envelope().recipients().getFirst().address().toString())
              .filter(address -> address.matches("[!-~]+"))
          : Optional.empty();
    }
    return Optional.of(line.user()).filter(user -> !user.isEmpty());
  }

  private static SpamdAnswer answer(Wire wire, Deadline deadline)
      throws IOException, FilterException {
    Optional<String> fault = SpamdAnswer.fault(text(wire, deadline));
    if (fault.isPresent()) {
      throw new FilterException(fault.get());
    }
    Map<String, String> fields = new HashMap<>();
    for (String text = text(wire, deadline); !text.isEmpty(); text = text(wire, deadline)) {
      int colon = text.indexOf(':');
      if (colon < 1 || fields.size() == FIELDS_MAX) {
        throw new FilterException("an answer whose head makes no sense");
      }
      fields.put(
          text.substring(0, colon).strip().toLowerCase(Locale.ROOT),
          text.substring(colon + 1).strip());
    }
    return SpamdAnswer.of(fields, content(wire, fields.get("content-length"), deadline));
  }

  private static String text(Wire wire, Deadline deadline) throws IOException {
    Line line = wire.readLine(LINE_OCTETS_MAX, deadline.left());
    return line.text();
  }

  private static String content(
      Wire wire, @org.jspecify.annotations.Nullable String length, Deadline deadline)
      throws IOException, FilterException {
    byte[] octets = length == null ? rest(wire, deadline) : exactly(wire, length, deadline);
    return new String(octets, StandardCharsets.UTF_8);
  }

  private static byte[] exactly(Wire wire, String length, Deadline deadline)
      throws IOException, FilterException {
    if (!length.matches("\\d{1,9}")) {
      throw new FilterException("an answer with no length");
    }
    return wire.readExactly(bounded(Integer.parseInt(length)), deadline.left());
  }

  private static byte[] rest(Wire wire, Deadline deadline) throws IOException, FilterException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      while (true) {
        ByteBuffer input = wire.input(deadline.left());
        bounded(out.size() + input.remaining());
        byte[] piece = new byte[input.remaining()];
        input.get(piece);
        out.write(piece);
      }
    } catch (EOFException e) {
      return out.toByteArray();
    }
  }

  private static int bounded(int octets) throws FilterException {
    if (octets > CONTENT_OCTETS_MAX) {
      throw new FilterException("an answer of more than %d octets".formatted(CONTENT_OCTETS_MAX));
    }
    return octets;
  }

  private Opinion opinion(SpamdAnswer answer, Header header) {
    if (line.asks() == Asks.REPORT) {
      return Opinion.of(
          RuleHits.evidence(terms.name(), answer.ofReport(), answer.score(), line.weight()));
    }
    if (line.asks() == Asks.SYMBOLS) {
      return Opinion.of(List.of(evidence(answer, answer.ofSymbols())));
    }
    Header told = Header.of(answer.content().getBytes(StandardCharsets.UTF_8));
    List<String> rules = told.value("X-Spam-Status").map(SpamdAnswer::ofStatus).orElse(List.of());
    return new Opinion(List.of(evidence(answer, rules)), Optional.empty(), changes(header, told));
  }

  private Evidence evidence(SpamdAnswer answer, List<String> rules) {
    String finding =
        "%s gives it %.1f of %.1f".formatted(terms.name(), answer.score(), answer.threshold());
    return new Evidence(
        terms.name() + "-score",
        RuleHits.weighed(answer.score(), line.weight()),
        new Why(finding, rules.stream().map(Why::new).toList()));
  }

  /** Its own fields instead of those that pretend to be. */
  private static List<Change> changes(Header header, Header told) {
    List<Change> out = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (Field field : header.fields()) {
      if (field.key().startsWith(OWN_FIELDS)) {
        out.add(new Change.ChangeField(seen.merge(field.key(), 1, Integer::sum), field.name(), ""));
      }
    }
    for (Field field : told.fields()) {
      if (field.key().startsWith(OWN_FIELDS)) {
        out.add(new Change.AddField(field.name(), folded(field)));
      }
    }
    return out;
  }

  /** The value with the folds it has. */
  private static String folded(Field field) {
    String text = new String(field.octets(), StandardCharsets.UTF_8);
    return text.substring(text.indexOf(':') + 1).strip();
  }
}
