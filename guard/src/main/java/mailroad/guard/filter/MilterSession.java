package mailroad.guard.filter;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import mailroad.guard.verdict.Change;
import mailroad.guard.verdict.Demand;
import mailroad.guard.verdict.Evidence;
import mailroad.guard.verdict.FilterException;
import mailroad.guard.verdict.Opinion;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.kernel.Text;
import mailroad.kernel.Why;
import mailroad.mime.Field;
import mailroad.mime.Header;
import mailroad.mime.MimeLimits;
import mailroad.mime.Octets;
import mailroad.mta.gate.Arriving;
import mailroad.smtp.Body;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.smtp.server.Client;
import mailroad.wire.Deadline;

/**
 * Plays the session of a message to a milter, from the connection to the message's end, until the milter has had
 * enough. Used once, by one task.
 */
final class MilterSession {
  private static final int CHUNK_OCTETS = 65_535;

  /** RFC 5321 section 3.8: by this reply the whole session ends, whatever it answers. */
  private static final int CLOSING = 421;

  private static final byte[] NOTHING = {};

  private final String name;
  private final MilterLink link;
  private final MilterTerms terms;
  private final MilterMacros macros;
  private final Suspect suspect;
  private final Deadline deadline;
  private final MilterChanges changes;
  private final SequencedMap<EmailAddress, Demand.Refuse> refused = new LinkedHashMap<>();
  private boolean ready;

  /** Who talks with whom about what. */
  record Setting(
      String name, MilterLink link, MilterMacros macros, Deadline deadline, int bodyOctetsMax) {}

  MilterSession(Setting setting, Suspect suspect) {
    this.name = setting.name();
    this.link = setting.link();
    this.terms = link.terms();
    this.macros = setting.macros();
    this.suspect = suspect;
    this.deadline = setting.deadline();
    this.changes = new MilterChanges(terms, setting.bodyOctetsMax());
  }

  /**
   * Whether another session may follow on this connection. Sendmail's library takes {@code QUIT_NC} in one state alone,
   * after it let the message's end go on; after all else it passes the command over and answers nothing any more.
   */
  boolean ready() {
    return ready;
  }

  /** The milter said its last word; what follows is not told. */
  private static final class Ended extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Opinion opinion;

    Ended(Opinion opinion) {
      super("ended", null, false, false);
      this.opinion = opinion;
    }
  }

  /** Plays it. */
  Opinion play() throws IOException, FilterException {
    try {
      envelope();
      Octets content = suspect.arriving().content();
      Header header =
          Header.read(content, suspect.arriving().received(), content.size(), MimeLimits.DEFAULT);
      header(header);
      body(content, header.end());
      return end();
    } catch (Ended e) {
      return e.opinion;
    }
  }

  private void envelope() throws IOException, FilterException, Ended {
    Arriving arriving = suspect.arriving();
    tell(MilterStage.CONNECT, connection(arriving.client()), "the connection");
    String hello = arriving.client().map(client -> client.hello().name()).orElse("localhost");
    if (!hello.isEmpty()) {
      tell(MilterStage.HELO, new MilterPacket.Writer().text(hello).data(), "the greeting");
    }
    MilterPacket.Writer mail = new MilterPacket.Writer().text(arriving.sender().toString());
    parameters(arriving.envelope().parameters(), arriving).forEach(mail::text);
    tell(MilterStage.MAIL, mail.data(), "the sender");
    for (Recipient recipient : arriving.envelope().recipients()) {
      macros.recipient(recipient);
      String address = "<%s>".formatted(recipient.address());
      byte[] data = new MilterPacket.Writer().text(address).data();
      Optional<Reply> no = ask(MilterStage.RCPT, data, address);
      no.ifPresent(reply -> refused.put(recipient.address(), new Demand.Refuse(reply)));
    }
    everybody();
    tell(MilterStage.DATA, NOTHING, "DATA");
  }

  /** Where nobody is left, there is no message: the last reply is that to all. */
  private void everybody() throws Ended {
    List<Recipient> recipients = suspect.arriving().envelope().recipients();
    if (!refused.isEmpty()
        && recipients.stream().allMatch(one -> refused.containsKey(one.address()))) {
      Reply last = refused.sequencedValues().getLast().reply();
      throw new Ended(refuse(new MilterReply.Refuse(last), "all recipients"));
    }
  }

  /** The host's name, its family, port and address. */
  private byte[] connection(Optional<Client> client) {
    MilterPacket.Writer out = new MilterPacket.Writer();
    if (client.isEmpty()) {
      return out.text("localhost").octet('4').port(0).text("127.0.0.1").data();
    }
    InetAddress address = client.get().remote().getAddress();
    String text = address.getHostAddress();
    out.text(
        suspect
            .authentication()
            .flatMap(known -> known.iprev().name())
            .map(Domain::name)
            .orElse("[" + text + "]"));
    boolean six = address instanceof Inet6Address;
    int zone = text.indexOf('%');
    return out.octet(six ? '6' : '4')
        .port(client.get().remote().getPort())
        .text(zone < 0 ? text : text.substring(0, zone))
        .data();
  }

  private static List<String> parameters(MailParameters said, Arriving arriving) {
    List<String> out = new ArrayList<>();
    out.add("SIZE=" + (arriving.content().size() - arriving.received()));
    if (said.body() != Body.SEVEN_BIT) {
      out.add("BODY=" + said.body().keyword());
    }
    if (said.utf8()) {
      out.add("SMTPUTF8");
    }
    return out;
  }

  private void header(Header header) throws IOException, FilterException, Ended {
    if (terms.wants(MilterStage.HEADER)) {
      for (Field field : header.fields()) {
        if (!field.name().isEmpty()) {
          byte[] data = new MilterPacket.Writer().text(field.name()).text(value(field)).data();
          tell(MilterStage.HEADER, data, "the field " + field.name());
        }
      }
    }
    tell(MilterStage.END_OF_HEADER, NOTHING, "the header section");
  }

  /** The value with its folds, whose lines end with LF here, and without the blank behind the colon. */
  private byte[] value(Field field) {
    byte[] octets = field.octets();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int at = 0;
    while (octets[at] != ':') {
      at++;
    }
    at++;
    if (!terms.blanksStay() && at < octets.length && octets[at] == ' ') {
      at++;
    }
    int end = octets.length;
    while (end > at && (octets[end - 1] == '\n' || octets[end - 1] == '\r')) {
      end--;
    }
    for (int i = at; i < end; i++) {
      boolean ofCrLf = octets[i] == '\r' && octets[i + 1] == '\n';
      if (!ofCrLf) {
        out.write(octets[i]);
      }
    }
    return out.toByteArray();
  }

  private void body(Octets content, long from) throws IOException, FilterException, Ended {
    if (!terms.wants(MilterStage.BODY)) {
      return;
    }
    byte[] chunk = new byte[Math.clamp(content.size() - from, 0, CHUNK_OCTETS)];
    for (long at = from; at < content.size(); ) {
      int n = content.read(at, chunk, 0, chunk.length);
      if (n <= 0) {
        throw new EOFException("%d octets end at %d".formatted(content.size(), at));
      }
      at += n;
      deadline.left();
      link.send(MilterStage.BODY.command(), chunk, n);
      if (terms.answers(MilterStage.BODY)) {
        MilterReply reply = reply();
        if (reply instanceof MilterReply.Skip) {
          if (!terms.maySkip()) {
            throw new FilterException("it skips the body, which it did not announce");
          }
          return;
        }
        heed(reply, "the body");
      }
    }
  }

  /** Tells of a step, its macros before it, and heeds the answer, where one is due. */
  private void tell(MilterStage stage, byte[] data, String what)
      throws IOException, FilterException, Ended {
    Optional<Reply> no = ask(stage, data, what);
    if (no.isPresent()) {
      throw new Ended(refuse(new MilterReply.Refuse(no.get()), what));
    }
  }

  /** The same; what is said if this step alone is refused. */
  private Optional<Reply> ask(MilterStage stage, byte[] data, String what)
      throws IOException, FilterException, Ended {
    if (stage.macros() >= 0) {
      macros(stage);
    }
    if (!terms.wants(stage)) {
      return Optional.empty();
    }
    deadline.left();
    link.send(stage.command(), data);
    if (!terms.answers(stage)) {
      return Optional.empty();
    }
    MilterReply reply = reply();
    if (reply instanceof MilterReply.Refuse(var no) && no.code() != CLOSING) {
      return Optional.of(no);
    }
    heed(reply, what);
    return Optional.empty();
  }

  private void macros(MilterStage stage) throws IOException {
    byte[] data = macros.data(stage, terms);
    if (data.length > 1) {
      link.send('D', data);
    }
  }

  /** The answer to a step, once there is no more news of progress. */
  private MilterReply reply() throws IOException, FilterException {
    while (true) {
      MilterReply reply = MilterReply.parse(link.receive(deadline));
      if (!(reply instanceof MilterReply.Progress)) {
        return reply;
      }
    }
  }

  private void heed(MilterReply reply, String what) throws FilterException, Ended {
    switch (reply) {
      case MilterReply.Continue _, MilterReply.Progress _ -> {}
      case MilterReply.Accept _ -> throw new Ended(opinion());
      case MilterReply.Discard _ -> throw new Ended(discard());
      case MilterReply.Refuse refuse -> throw new Ended(refuse(refuse, what));
      case MilterReply.Skip _ -> throw new FilterException("it skips what is no body");
      case MilterReply.Change(var packet) ->
          throw new FilterException(
              "it changes something before the message's end ('%s')"
                  .formatted(MilterPacket.shown(packet.command())));
    }
  }

  private Opinion end() throws IOException, FilterException {
    macros(MilterStage.END);
    link.send(MilterStage.END.command(), NOTHING);
    while (true) {
      switch (reply()) {
        case MilterReply.Change(var packet) -> changes.take(packet);
        case MilterReply.Continue _ -> {
          ready = true;
          return opinion();
        }
        case MilterReply.Accept _ -> {
          return opinion();
        }
        case MilterReply.Discard _ -> {
          return discard();
        }
        case MilterReply.Refuse refuse -> {
          return refuse(refuse, "the message");
        }
        case MilterReply.Skip _ -> throw new FilterException("it skips what is over");
        case MilterReply.Progress _ -> {}
      }
    }
  }

  private Opinion opinion() {
    List<Change> all = changes.all();
    List<Evidence> evidence = new ArrayList<>();
    if (!all.isEmpty()) {
      evidence.add(
          new Evidence(
              name + "-changed", 0, new Why(name + " changes it", MilterChanges.shown(all))));
    }
    Optional<Demand> demand =
        changes.quarantine().map(reason -> new Demand.Quarantine(name + ": " + visible(reason)));
    demand.ifPresent(_ ->
        evidence.add(
            new Evidence(
                name + "-quarantine",
                0,
                "%s holds it: %s".formatted(name, changes.quarantine().get()))));
    refused.forEach((recipient, no) -> evidence.add(refusal(no.reply(), recipient.toString())));
    return new Opinion(evidence, demand, all, refused);
  }

  private static String visible(String reason) {
    return reason.isBlank() ? "no reason given" : Text.visible(reason);
  }

  private Opinion discard() {
    String reason = name + " drops it";
    return new Opinion(
        List.of(new Evidence(name + "-discard", 0, reason)),
        Optional.of(new Demand.Discard(reason)),
        List.of());
  }

  private Opinion refuse(MilterReply.Refuse refuse, String what) {
    return new Opinion(
        List.of(refusal(refuse.reply(), what)),
        Optional.of(new Demand.Refuse(refuse.reply())),
        List.of());
  }

  private Evidence refusal(Reply reply, String what) {
    return new Evidence(
        name + "-refused", 0, new Why("%s refuses %s".formatted(name, what), reply.toString()));
  }
}
