package mailroad.transfer.imap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.imap.syntax.Dates;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;
import mailroad.imap.syntax.ModifiedUtf7;
import mailroad.kernel.World;
import mailroad.mailbox.Flags;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.SpecialUse;
import mailroad.sasl.Credential;
import mailroad.transfer.FlagWords;
import mailroad.transfer.Label;
import mailroad.transfer.Marks;
import mailroad.transfer.Source;
import mailroad.transfer.Taker;
import mailroad.wire.ClientTrust;

/**
 * All mailboxes of another IMAP server that this login can read, or one. Messages are known by UIDVALIDITY and UID: what came in
 * an earlier run is not fetched again. Mailboxes that only show what is elsewhere ({@code \All}, {@code \Flagged}) are
 * passed over.
 */
public final class ImapSource implements Source {
  private static final int LOOKED_AT_ONCE = 1_000;
  private static final int FETCHED_AT_ONCE = 50;
  private static final long FETCHED_OCTETS = 8 << 20;
  private static final Pattern VALIDITY = Pattern.compile("\\[UIDVALIDITY (\\d{1,10})]");

  private final Server server;
  private final Predicate<MailboxName> wanted;
  private final int octetsMax;
  private final ImapClient client;

  /**
   * Connects and logs in.
   *
   * @param wanted which mailboxes are meant
   * @param octetsMax the largest message that is taken
   */
  public ImapSource(
      World world,
      Server server,
      ClientTrust trust,
      Credential credential,
      Predicate<MailboxName> wanted,
      int octetsMax)
      throws IOException, InterruptedException {
    this.server = server;
    this.wanted = wanted;
    this.octetsMax = octetsMax;
    this.client = ImapClient.open(world, server, trust, credential, octetsMax);
  }

  /** A mailbox there. */
  private record There(String wireName, MailboxName name, Optional<SpecialUse> use) {}

  /** A message there. */
  private record Found(long uid, long octets, Flags flags, Optional<Instant> date, String mark) {}

  @Override
  public Amount amount() throws IOException, InterruptedException {
    long messages = 0;
    for (There there : mailboxes()) {
      for (Response response :
          client.responses(
              "STATUS " + ImapClient.quote(there.wireName()) + " (MESSAGES)", "STATUS")) {
        List<Value> items = response.values().getLast().list();
        messages += items.size() == 2 ? number(items.get(1)) : 0;
      }
    }
    return new Amount(messages, 0);
  }

  @Override
  public void read(Taker taker) throws IOException, InterruptedException {
    for (There there : mailboxes()) {
      read(there, taker);
    }
  }

  private List<There> mailboxes() throws IOException, InterruptedException {
    boolean uses = client.offers("SPECIAL-USE") && client.offers("LIST-EXTENDED");
    String command = "LIST \"\" \"*\"" + (uses ? " RETURN (SPECIAL-USE)" : "");
    List<There> all = new ArrayList<>();
    for (Response response : client.responses(command, "LIST")) {
      if (response.values().size() >= 4) {
        there(response).filter(this::isMeant).ifPresent(all::add);
      }
    }
    return all;
  }

  private boolean isMeant(There there) {
    boolean named = server.mailbox().isEmpty() || there.name().toString().equals(server.mailbox());
    return named && wanted.test(there.name());
  }

  private static Optional<There> there(Response response) {
    List<String> attributes = response.values().get(1).list().stream().map(Value::text).toList();
    boolean shown =
        attributes.stream()
            .noneMatch(word ->
                Set.of("\\noselect", "\\nonexistent", "\\all", "\\flagged")
                    .contains(word.toLowerCase(Locale.ROOT)));
    String separator = response.values().get(2).text();
    String wireName = response.values().get(3).text();
    String text = ModifiedUtf7.decode(wireName).orElse(wireName);
    boolean levels = !separator.isEmpty() && !separator.equals("/") && !response.has(2, "NIL");
    String name = levels ? text.replace("/", "_").replace(separator, "/") : text;
    Optional<SpecialUse> use =
        attributes.stream().map(SpecialUse::parse).flatMap(Optional::stream).findFirst();
    return shown
        ? MailboxName.parse(name).map(parsed -> new There(wireName, parsed, use))
        : Optional.empty();
  }

  private void read(There there, Taker taker) throws IOException, InterruptedException {
    Map<String, Long> numbers = new HashMap<>();
    client.ask("EXAMINE " + ImapClient.quote(there.wireName()), r -> note(r, numbers));
    long validity = numbers.getOrDefault("UIDVALIDITY", 0L);
    long exists = numbers.getOrDefault("EXISTS", 0L);
    for (long from = 1; from <= exists; from += LOOKED_AT_ONCE) {
      long to = Math.min(exists, from + LOOKED_AT_ONCE - 1);
      List<Found> found = new ArrayList<>();
      client.ask(
          "FETCH " + from + ":" + to + " (UID FLAGS INTERNALDATE RFC822.SIZE)",
          response -> found(response, there, validity).ifPresent(found::add));
      carry(there, found, taker);
    }
  }

  private static void note(Response response, Map<String, Long> numbers) {
    if (response.has(1, "EXISTS")) {
      numbers.put("EXISTS", number(response.values().getFirst()));
    }
    Matcher validity = VALIDITY.matcher(response.text());
    if (validity.find()) {
      numbers.put("UIDVALIDITY", Long.parseLong(validity.group(1)));
    }
  }

  private static long number(Value value) {
    return value.text().matches("\\d{1,18}") ? Long.parseLong(value.text()) : 0;
  }

  private Optional<Found> found(Response response, There there, long validity) {
    Map<String, Value> items = items(response);
    Value uid = items.get("UID");
    if (uid == null) {
      return Optional.empty();
    }
    Value flags = items.getOrDefault("FLAGS", new Value.Many(List.of()));
    Value date = items.getOrDefault("INTERNALDATE", new Value.Word(""));
    String mark =
        Marks.ofName(
            "imap",
            server.host(),
            Integer.toString(server.port()),
            server.user(),
            there.wireName(),
            Long.toString(validity),
            uid.text());
    return Optional.of(
        new Found(
            number(uid),
            number(items.getOrDefault("RFC822.SIZE", new Value.Word("0"))),
            FlagWords.of(flags.list().stream().map(Value::text).toList()),
            date(date.text()),
            mark));
  }

  /** The items of a FETCH response by their names; none of any other response. */
  private static Map<String, Value> items(Response response) {
    Map<String, Value> items = new LinkedHashMap<>();
    if (response.has(1, "FETCH") && response.values().size() == 3) {
      List<Value> list = response.values().get(2).list();
      for (int i = 0; i + 1 < list.size(); i += 2) {
        items.put(list.get(i).text().toUpperCase(Locale.ROOT), list.get(i + 1));
      }
    }
    return items;
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(
          Dates.dateTime(new Input(("\"" + text + "\"").getBytes(StandardCharsets.US_ASCII))));
    } catch (Malformed e) {
      return Optional.empty();
    }
  }

  private void carry(There there, List<Found> found, Taker taker)
      throws IOException, InterruptedException {
    Set<String> known = taker.known(found.stream().map(Found::mark).toList());
    Map<Long, Found> batch = new LinkedHashMap<>();
    long octets = 0;
    for (Found one : found) {
      if (known.contains(one.mark())) {
        taker.passOver(1, one.octets());
      } else if (one.octets() > octetsMax) {
        taker.problem(where(there, one), "it is larger than " + octetsMax + " octets");
      } else {
        if (!batch.isEmpty()
            && (batch.size() >= FETCHED_AT_ONCE || octets + one.octets() > FETCHED_OCTETS)) {
          fetch(there, batch, taker);
          batch.clear();
          octets = 0;
        }
        batch.put(one.uid(), one);
        octets += one.octets();
      }
    }
    if (!batch.isEmpty()) {
      fetch(there, batch, taker);
    }
  }

  private String where(There there, Found one) {
    return server + "/" + there.name() + " UID " + one.uid();
  }

  private void fetch(There there, Map<Long, Found> batch, Taker taker)
      throws IOException, InterruptedException {
    String uids = String.join(",", batch.keySet().stream().map(String::valueOf).toList());
    Map<Long, Found> left = new LinkedHashMap<>(batch);
    client.ask(
        "UID FETCH " + uids + " (UID BODY.PEEK[])",
        response -> {
          Map<String, Value> items = items(response);
          Value uid = items.get("UID");
          Found one = uid == null ? null : left.get(number(uid));
          if (one != null && items.get("BODY[]") instanceof Value.Octets(var content)) {
            left.remove(one.uid());
            Label label =
                new Label(there.name(), there.use(), one.flags(), one.date(), where(there, one));
            if (content.length == 0) {
              taker.problem(label.where(), "it is empty");
            } else {
              taker.take(label, one.mark(), content);
            }
          }
        });
    left.values().forEach(one -> taker.problem(where(there, one), "the server did not send it"));
  }

  @Override
  public void close() {
    client.close();
  }
}
