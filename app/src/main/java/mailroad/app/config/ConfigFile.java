package mailroad.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/** Reads a configuration file into a record; see {@link RecordReader} for how. */
public final class ConfigFile {
  private static final int OCTETS_MAX = 4_000_000;

  private ConfigFile() {}

  /**
   * Reads a file.
   *
   * @throws ConfigException with all that is wrong, if anything is
   * @throws IOException if the file cannot be read
   */
  public static <T extends Record> T load(Path file, T defaults)
      throws ConfigException, IOException {
    if (Files.size(file) > OCTETS_MAX) {
      throw new ConfigException(
          file.toString(), List.of(new Problem(0, 0, "larger than a configuration can be")));
    }
    return parse(file.toString(), Files.readString(file), defaults);
  }

  /**
   * Reads a text.
   *
   * @param file name to show in errors
   * @throws ConfigException with all that is wrong, if anything is
   */
  public static <T extends Record> T parse(String file, String text, T defaults)
      throws ConfigException {
    TomlParseResult toml = Toml.parse(text);
    List<Problem> problems = new ArrayList<>();
    toml.errors()
        .forEach(error ->
            problems.add(
                new Problem(
                    error.position().line(),
                    error.position().column(),
                    String.valueOf(error.getMessage()))));
    T read = new RecordReader(problems).read(defaults, toml, TomlPosition.positionAt(1, 1));
    if (!problems.isEmpty()) {
      throw new ConfigException(file, problems);
    }
    return read;
  }
}
