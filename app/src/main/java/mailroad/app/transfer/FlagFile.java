package mailroad.app.transfer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/** The flags of .eml files, which have no place for them: {@code flags.txt} beside them, a name and its flags on each line. */
final class FlagFile {
  private static final String NAME = "flags.txt";

  private FlagFile() {}

  static void add(Path file, String flags) throws IOException {
    Files.writeString(
        file.resolveSibling(NAME),
        file.getFileName() + "\t" + flags + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** The flags of the files in a folder, as far as they were written down. */
  static Map<String, String> read(Path folder) throws IOException {
    Map<String, String> flags = new HashMap<>();
    Path file = folder.resolve(NAME);
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        int tab = line.indexOf('\t');
        if (tab > 0) {
          flags.put(line.substring(0, tab), line.substring(tab + 1));
        }
      }
    }
    return flags;
  }
}
