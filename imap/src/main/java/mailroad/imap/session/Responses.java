package mailroad.imap.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import mailroad.imap.command.MailboxArgument;
import mailroad.imap.syntax.NameForm;
import mailroad.mailbox.MailboxName;
import mailroad.mime.DecodedBody;
import mailroad.mime.Octets;
import mailroad.wire.Wire;

/** Writes what the server says (RFC 3501 section 7), in pieces and in order. Used by one task at a time. */
final class Responses {
  private static final int QUOTED_LENGTH_MAX = 1_000;

  private final Wire wire;
  private final Enabled enabled;
  private final long appendLimit;

  Responses(Wire wire, Enabled enabled, long appendLimit) {
    this.appendLimit = appendLimit;
    this.wire = wire;
    this.enabled = enabled;
  }

  /** An untagged response of one line. */
  void untagged(String text) throws IOException {
    wire.write("* " + text + "\r\n");
  }

  /** The end of a command. */
  void tagged(String tag, Completion completion) throws IOException {
    wire.write(tag + " " + completion.status() + " " + completion.text() + "\r\n");
  }

  /** Asks the client to go on (RFC 3501 section 7.5), at once. */
  void goOn(String text) throws IOException {
    wire.write("+ " + text + "\r\n");
    wire.flush();
  }

  /** The last words (RFC 3501 section 7.1.5), at once. */
  void bye(String text) throws IOException {
    untagged("BYE " + text);
    wire.flush();
  }

  /** A piece of a line. */
  void text(String text) throws IOException {
    wire.write(text);
  }

  /** The first octets of an array: a piece of a line, or many lines. */
  void octets(byte[] octets, int count) throws IOException {
    wire.write(octets, 0, count);
  }

  /** A literal. */
  void literal(byte[] octets) throws IOException {
    wire.write("{" + octets.length + "}\r\n");
    wire.write(octets);
  }

  /**
   * A literal of a part of a message, read and sent piece by piece.
   *
   * @throws IOException if the client has left, or the store fails: then the session cannot go on
   */
  void literal(Octets message, long from, long count) throws IOException {
    wire.write("{" + count + "}\r\n");
    message.copy(from, count, wire::write);
  }

  /** Whether the client has switched on IMAP4rev2. */
  boolean isRev2() {
    return enabled.isRev2();
  }

  /** The largest message that APPEND takes, of whatever mailbox (RFC 7889). */
  long appendLimit() {
    return appendLimit;
  }

  /** A value that may have any octets: quoted where that is possible, else a literal, with NUL a literal8 (RFC 5464 section 5). */
  void value(byte[] octets) throws IOException {
    boolean quotable = octets.length <= QUOTED_LENGTH_MAX;
    boolean hasNul = false;
    for (byte octet : octets) {
      quotable &= octet >= ' ' && octet < 127;
      hasNul |= octet == 0;
    }
    if (quotable) {
      text(quoted(new String(octets, StandardCharsets.US_ASCII)));
    } else {
      text(hasNul ? "~" : "");
      literal(octets);
    }
  }

  /** How mailbox names are written now. */
  NameForm names() {
    return enabled.names();
  }

  /** A mailbox name as this client reads it. */
  String mailbox(MailboxName name) {
    return mailbox(name.toString());
  }

  /**
   * RFC 9051 section 6.3.9.7: what follows a name in LIST if the client called it otherwise, as with accents composed in another
   * way.
   */
  String oldName(MailboxArgument written, MailboxName name) {
    boolean same =
        written.form().decode(written.text()).filter(name.toString()::equals).isPresent();
    return same ? "" : " (\"OLDNAME\" (" + mailbox(written.text()) + "))";
  }

  /** The same for text that is no name, such as the empty one. */
  String mailbox(String name) {
    String shown = enabled.names().encode(name);
    return shown.isEmpty() ? "\"\"" : enabled.isUtf8() ? utf8(shown) : astring(shown);
  }

  /** {@code astring} with UTF-8 in quoted strings: RFC 9051 section 4.3. */
  private static String utf8(String text) {
    boolean ascii = text.chars().allMatch(c -> c < 127);
    boolean quotable =
        text.length() <= QUOTED_LENGTH_MAX && text.chars().noneMatch(c -> c < ' ' || c == 127);
    return ascii || !quotable ? astring(text) : quoted(text);
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /**
   * A literal of what a part stands for, as {@code literal8} if it has NUL (RFC 3516 section 4.2).
   *
   * @throws IOException if the client has left, or the store fails: then the session cannot go on
   */
  void literal(DecodedBody body, long from, long count) throws IOException {
    wire.write((body.hasNul() ? "~{" : "{") + count + "}\r\n");
    body.copy(from, count, wire::write);
  }

  /** Sends what was written. */
  void flush() throws IOException {
    wire.flush();
  }

  /** {@code nstring}. */
  static String nstring(Optional<String> text) {
    return text.map(Responses::string).orElse("NIL");
  }

  /** {@code string}: quoted where that is possible, else a literal; both UTF-8. NUL, which neither can hold, is dropped. */
  static String string(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2);
    string(text, out);
    return out.toString();
  }

  /** The same behind what is there. */
  static void string(String text, StringBuilder out) {
    int length = text.length();
    boolean quotable = length <= QUOTED_LENGTH_MAX;
    boolean plain = true;
    for (int i = 0; quotable && i < length; i++) {
      char c = text.charAt(i);
      quotable = c >= ' ' && c < 127;
      plain &= c != '"' && c != '\\';
    }
    if (quotable && plain) {
      out.append('"').append(text).append('"');
    } else if (quotable) {
      out.append(quoted(text));
    } else {
      String clean = text.replace("\0", "");
      int octets = clean.getBytes(StandardCharsets.UTF_8).length;
      out.append('{').append(octets).append("}\r\n").append(clean);
    }
  }

  /** {@code astring}: an atom where that is possible; as mailbox names are shown. */
  static String astring(String text) {
    boolean atom =
        !text.isEmpty()
            && text.chars().allMatch(c -> c > ' ' && c < 127 && "(){%*\"\\]".indexOf(c) < 0);
    return atom && !text.equalsIgnoreCase("NIL") ? text : string(text);
  }
}
