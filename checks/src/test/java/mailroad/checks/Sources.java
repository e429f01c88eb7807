package mailroad.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The source tree that is being checked. */
final class Sources {
  /** Where the repository stands. */
  static final Path ROOT = Path.of(System.getProperty("mailroad.root", ".."));

  /** How the documents that are made from the code are made anew. */
  static final String REPAIR =
      "write the generated documents anew: ./test -pl checks -am"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dtest=DocumentsTest,RfcTest,BehavioursTest"
          + " -Dsurefire.arguments=-Dmailroad.write=true verify";

  private Sources() {}

  /** All Java files below a folder of each room, such as {@code src/main/java}, in order. */
  static List<Path> java(String folder) {
    try (Stream<Path> rooms = Files.list(ROOT)) {
      return rooms
          .map(room -> room.resolve(folder))
          .filter(Files::isDirectory)
          .flatMap(Sources::walk)
          .filter(file -> file.toString().endsWith(".java"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The pages that people read. */
  static List<Path> pages() {
    return Stream.concat(
            Stream.of(ROOT.resolve("README.md"), ROOT.resolve("bench/README.md")),
            walk(ROOT.resolve("docs")).filter(file -> file.toString().endsWith(".md")).sorted())
        .toList();
  }

  private static Stream<Path> walk(Path folder) {
    try {
      return Files.walk(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The path as people write it, from the root. */
  static String name(Path file) {
    return ROOT.relativize(file).toString();
  }

  /**
   * Compares a generated document with the one that stands in the repository; writes it instead with
   * {@code -Dmailroad.write=true}.
   */
  static void holds(String document, String generated) {
    Path file = ROOT.resolve(document);
    if (Boolean.getBoolean("mailroad.write")) {
      try {
        Files.writeString(file, generated);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    String now = Files.exists(file) ? read(file) : "";
    if (!now.equals(generated)) {
      throw new AssertionError(
          document + " is not what the code says; read what has changed, and " + REPAIR);
    }
  }
}
