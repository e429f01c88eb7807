package mailroad.guard.learn;

import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import mailroad.guard.path.ReceivedField;
import mailroad.guard.text.Link;
import mailroad.guard.text.MessageTexts;
import mailroad.guard.text.WebAddress;
import mailroad.kernel.Domain;
import mailroad.mime.Address;
import mailroad.mime.Addresses;
import mailroad.mime.EncodedWords;
import mailroad.mime.Field;
import mailroad.mime.FieldDate;
import mailroad.mime.Header;
import mailroad.mime.MimeLimits;
import mailroad.mime.Part;
import mailroad.mime.Structure;

/** Makes the tokens of one message. Used once. */
final class FeatureReader {
  private static final int SUBJECT_WORDS_MAX = 50;

  /** Links of a text that are looked at. */
  static final int LINKS_MAX = 100;

  private static final int NAMES_MAX = 80;

  /** Fields that are put in front here, or say what others found: those of good and of bad mail alike. */
  private static final Set<String> UNSEEN =
      Set.of(
          "received",
          "return-path",
          "delivered-to",
          "x-original-to",
          "envelope-to",
          "from",
          "to",
          "cc",
          "subject",
          "date",
          "message-id",
          "mime-version",
          "content-type",
          "content-transfer-encoding",
          "authentication-results",
          "received-spf",
          "x-spam",
          "mailroad-verdict",
          "status",
          "x-status",
          "x-uid",
          "x-keywords",
          "x-mozilla-status");

  private final ClassifierConfig config;
  private final Set<Domain> ours;
  private final Set<String> tokens = new LinkedHashSet<>();

  FeatureReader(ClassifierConfig config, Set<Domain> ours) {
    this.config = config;
    this.ours = ours;
  }

  Features read(Structure structure, MessageTexts texts) {
    Header header = structure.root().header();
    sender(header);
    fields(header);
    way(header);
    words("s:", header.first("Subject").map(Field::text).orElse(""), SUBJECT_WORDS_MAX);
    parts(structure.root());
    for (MessageTexts.Text text : texts.texts()) {
      text(text);
    }
    return new Features(List.copyOf(tokens));
  }

  private void add(String token) {
    if (tokens.size() < config.messageTokensMax()) {
      tokens.add(token);
    }
  }

  /** Words and pairs of neighbours. */
  private void words(String name, String text, int max) {
    String before = "";
    for (String word : Words.of(text, max)) {
      add(name + word);
      if (!before.isEmpty()) {
        add(name + before + " " + word);
      }
      before = word;
    }
  }

  private void sender(Header header) {
    mailbox(header, "From")
        .ifPresent(from -> {
          String domain = from.domain().toLowerCase(Locale.ROOT);
          add("from:" + from.localPart().toLowerCase(Locale.ROOT) + "@" + domain);
          add("from-domain:" + domain);
          Words.of(EncodedWords.decode(from.name()), 5).forEach(word -> add("name:" + word));
        });
    mailbox(header, "Reply-To")
        .ifPresent(to -> add("reply:" + to.domain().toLowerCase(Locale.ROOT)));
  }

  private static Optional<Address.Mailbox> mailbox(Header header, String name) {
    return header.first(name).stream()
        .flatMap(field -> Addresses.parse(field.value(), MimeLimits.DEFAULT).stream())
        .filter(Address.Mailbox.class::isInstance)
        .map(Address.Mailbox.class::cast)
        .findFirst();
  }

  private void fields(Header header) {
    header.fields().stream()
        .map(Field::key)
        .filter(key -> !key.isEmpty() && key.length() < 60 && !UNSEEN.contains(key))
        .filter(key ->
            !key.startsWith("arc-") && !key.startsWith("x-spam") && !key.startsWith("x-virus"))
        .distinct()
        .limit(NAMES_MAX)
        .forEach(key -> add("field:" + key));
    for (String name : List.of("X-Mailer", "User-Agent")) {
      header
          .value(name)
          .ifPresent(value -> Words.of(value, 4).forEach(word -> add("mailer:" + word)));
    }
    header.value("List-Id").ifPresent(value -> add("list:" + bounded(value)));
    String id = header.value("Message-ID").orElse("");
    add(id.contains("@") ? "id:" + bounded(id.substring(id.indexOf('@') + 1)) : "id-odd");
    header
        .value("Date")
        .flatMap(FieldDate::parse)
        .ifPresentOrElse(date -> add("zone:" + date.getOffset()), () -> add("date-odd"));
  }

  private static String bounded(String value) {
    String text = value.replaceAll("[<>\"\\s]", "").toLowerCase(Locale.ROOT);
    return text.length() > 80 ? text.substring(0, 80) : text;
  }

  /** The network that our own field names, and the server before it. */
  private void way(Header header) {
    boolean inside = true;
    for (Field field : header.all("Received").stream().limit(6).toList()) {
      ReceivedField hop = ReceivedField.parse(field.value());
      boolean own = inside && Domain.parse(hop.by()).map(ours::contains).orElse(false);
      if (own) {
        hop.address().ifPresent(address -> add("net:" + network(address)));
        Domain.parse(hop.from()).ifPresent(name -> add("helo:" + parent(name)));
      } else {
        inside = false;
        Domain.parse(hop.by()).ifPresent(name -> add("by:" + parent(name)));
      }
    }
  }

  private static String network(InetAddress address) {
    byte[] octets = address.getAddress();
    int kept = octets.length == 4 ? 3 : 6;
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < kept; i++) {
      out.append(i == 0 ? "" : ".").append(octets[i] & 0xFF);
    }
    return out.toString();
  }

  private static String parent(Domain name) {
    String[] labels = name.name().split("\\.");
    int from = Math.max(0, labels.length - 2);
    return String.join(".", java.util.Arrays.copyOfRange(labels, from, labels.length));
  }

  private void parts(Part part) {
    add("type:" + part.type());
    part.fileName().ifPresent(name -> add("file:" + ending(name)));
    switch (part.content()) {
      case Part.Content.Octets() ->
          part.type()
              .parameters()
              .value("charset")
              .ifPresent(charset -> add("charset:" + bounded(charset)));
      case Part.Content.Message(var enclosed) -> parts(enclosed);
      case Part.Content.Parts(var parts) -> parts.forEach(this::parts);
    }
  }

  private static String ending(String name) {
    String end = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return end.length() > 10 ? "odd" : end;
  }

  private void text(MessageTexts.Text text) {
    words("", text.content().shown(), config.messageWordsMax());
    if (text.html()) {
      add("pictures:" + Math.min(3, text.content().pictures()));
      add(text.content().hidden().length() > 300 ? "hides" : "shows");
    }
    List<Link> links = text.content().links();
    for (Link link : links.subList(0, Math.min(LINKS_MAX, links.size()))) {
      WebAddress.parse(link.target()).ifPresent(this::link);
    }
  }

  private void link(WebAddress address) {
    if (address.address().isPresent()) {
      add("link-address");
    }
    address
        .domain()
        .ifPresent(host -> {
          add("link:" + host);
          add("link-site:" + parent(host));
          add("link-end:" + host.name().substring(host.name().lastIndexOf('.') + 1));
        });
  }
}
