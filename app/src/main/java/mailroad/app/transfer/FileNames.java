package mailroad.app.transfer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import mailroad.mailbox.MailboxName;

/** Mailbox names as paths that stay where they should, whatever the names are, and back. */
final class FileNames {
  private FileNames() {}

  /** The path of a mailbox below a folder, with this ending of its last name. */
  static Path path(Path folder, MailboxName name, String ending) {
    Path path = folder;
    for (int i = 0; i < name.levels().size(); i++) {
      boolean last = i == name.levels().size() - 1;
      path = path.resolve(encode(name.levels().get(i)) + (last ? ending : ""));
    }
    return path;
  }

  /** The mailbox of a path; empty if no mailbox can have the name. */
  static Optional<MailboxName> name(Path folder, Path path, String ending) {
    StringBuilder text = new StringBuilder();
    for (Path part : folder.relativize(path)) {
      text.append(text.isEmpty() ? "" : "/").append(decode(part.toString()));
    }
    String whole = text.toString();
    return MailboxName.parse(
        whole.endsWith(ending) ? whole.substring(0, whole.length() - ending.length()) : whole);
  }

  /** Letters, digits and a few signs stay; all else, and a dot in front, becomes %XX. */
  private static String encode(String level) {
    StringBuilder out = new StringBuilder();
    for (byte octet : level.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xff);
      boolean stays =
          c >= '0' && c <= '9'
              || c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || " -_+@,".indexOf(c) >= 0
              || c == '.' && !out.isEmpty();
      out.append(stays ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return out.toString();
  }

  private static String decode(String name) {
    byte[] octets = name.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < octets.length; i++) {
      int high = i + 2 < octets.length ? Character.digit(octets[i + 1], 16) : -1;
      int low = i + 2 < octets.length ? Character.digit(octets[i + 2], 16) : -1;
      boolean coded = octets[i] == '%' && high >= 0 && low >= 0;
      out.write(coded ? high << 4 | low : octets[i]);
      i += coded ? 2 : 0;
    }
    String text = out.toString(StandardCharsets.UTF_8);
    return text.contains("/") ? "/" : text; // no level has one: such a name is none
  }
}
