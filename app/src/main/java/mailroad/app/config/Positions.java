package mailroad.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Where the keys of a configuration file stand, for explanations to cite: {@code mailroad.toml:41 mta.routing.routes}. */
public final class Positions {
  private final String file;
  private final TomlTable table;

  private Positions(String file, TomlTable table) {
    this.file = file;
    this.table = table;
  }

  /**
   * Those of a file.
   *
   * @throws IOException if it cannot be read
   */
  public static Positions of(Path file) throws IOException {
    return of(String.valueOf(file.getFileName()), Files.readString(file));
  }

  /**
   * Those of a text.
   *
   * @param file name to cite
   */
  public static Positions of(String file, String text) {
    return new Positions(file, Toml.parse(text));
  }

  /**
   * Cites a key, by itself where the file does not have it.
   *
   * @param index which element, from 0, where the key holds a list; otherwise -1
   */
  public String cite(String key, int index) {
    return position(Arrays.asList(key.split("\\.")), index)
        .map(at -> "%s:%d %s".formatted(file, at.line(), key))
        .orElse(key);
  }

  private Optional<TomlPosition> position(List<String> path, int index) {
    if (!table.contains(path)) {
      return Optional.empty();
    }
    Optional<TomlPosition> element =
        index >= 0 && table.get(path) instanceof TomlArray array && index < array.size()
            ? Optional.ofNullable(array.inputPositionOf(index))
            : Optional.empty();
    return element.or(() -> Optional.ofNullable(table.inputPositionOf(path)));
  }
}
