package mailroad.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mailroad.app.admin.AdminException;

/** Messages that commands are given. */
final class Input {
  private Input() {}

  /** A message in a file; one whose name is {@code -} comes on standard input. */
  static byte[] message(Path file, int octetsMax) throws AdminException, IOException {
    if (file.toString().equals("-")) {
      return typed(octetsMax);
    }
    if (Files.isDirectory(file)) {
      throw new AdminException(file + " is a folder; name the file of a message");
    }
    if (Files.size(file) > octetsMax) {
      throw new AdminException("%s is larger than %d octets".formatted(file, octetsMax));
    }
    return Files.readAllBytes(file);
  }

  /** A message on standard input. */
  static byte[] typed(int octetsMax) throws AdminException, IOException {
    byte[] content = System.in.readNBytes(octetsMax + 1);
    if (content.length > octetsMax) {
      throw new AdminException("the message is larger than %d octets".formatted(octetsMax));
    }
    return content;
  }
}
