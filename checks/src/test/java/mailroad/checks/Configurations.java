package mailroad.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mailroad.app.NodeConfig;
import mailroad.app.config.ConfigException;
import mailroad.app.config.ConfigFile;

/**
 * Every configuration that stands anywhere in the repository: found by what it looks like, so that one that is written
 * tomorrow is among them.
 */
final class Configurations {
  private static final Pattern HEADING =
      Pattern.compile("(?m)^\\[\\[?[a-z][a-z0-9.-]*]]?( *#.*)?$");
  private static final Pattern TEXT_BLOCK = Pattern.compile("\"\"\"\\n(.*?)\"\"\"", Pattern.DOTALL);
  private static final Pattern HERE_DOCUMENT =
      Pattern.compile("<<'CONFIG'\\n(.*?)\\nCONFIG\\n", Pattern.DOTALL);
  private static final Pattern PYTHON_TEXT = Pattern.compile("f'''\\n(.*?)'''", Pattern.DOTALL);
  private static final Pattern FENCED = Pattern.compile("(?m)^```toml\\n(.*?)^```", Pattern.DOTALL);
  private static final Pattern INDENTED =
      Pattern.compile("(?:^(?: {4}.*)?\\n)+", Pattern.MULTILINE);

  /**
   * One of them.
   *
   * @param name where it stands
   */
  record Named(String name, String toml) {
    /** What a server reads in it. */
    NodeConfig read() throws ConfigException {
      return ConfigFile.parse(name, toml, NodeConfig.DEFAULT);
    }

    private boolean canBeRead() {
      try {
        read();
        return true;
      } catch (ConfigException e) {
        return false; // a test of what happens then
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private Configurations() {}

  /** All: a server without any, what {@code init} writes, examples, benches, tests. */
  static List<Named> all(Path scratch) throws IOException, InterruptedException {
    List<Named> out = new ArrayList<>(List.of(new Named("nothing said", "")));
    out.addAll(initial(scratch));
    out.addAll(ofPages());
    out.addAll(of("mailroad", HERE_DOCUMENT));
    out.addAll(ofBenches());
    out.addAll(ofTests());
    return out;
  }

  /** What {@code mailroad init} writes. */
  private static List<Named> initial(Path scratch) throws IOException, InterruptedException {
    List<Named> out = new ArrayList<>();
    for (List<String> manner : List.of(List.<String>of(), List.of("--local"))) {
      List<String> words = new ArrayList<>(List.of("init", "example.org"));
      words.addAll(manner);
      String name = String.join(" ", words);
      Path folder = scratch.resolve(name.replace(' ', '-'));
      words.addAll(List.of("--dir", folder.toString()));
      ServerProcess.run("", words.toArray(String[]::new));
      out.add(new Named(name, Files.readString(folder.resolve("mailroad.toml"))));
    }
    return out;
  }

  /** The examples of the pages that people read. */
  static List<Named> ofPages() {
    List<Named> out = new ArrayList<>();
    for (Path page : Sources.pages()) {
      String text = Sources.read(page);
      collect(out, page, FENCED.matcher(text));
      Matcher indented = INDENTED.matcher(text);
      while (indented.find()) {
        String block = indented.group().stripIndent().strip() + "\n";
        if (HEADING.matcher(block).find()) {
          out.add(new Named(Sources.name(page) + ":" + line(text, indented.start()), block));
        }
      }
    }
    return out;
  }

  private static List<Named> of(String file, Pattern pattern) {
    List<Named> out = new ArrayList<>();
    Path path = Sources.ROOT.resolve(file);
    collect(out, path, pattern.matcher(Sources.read(path)));
    return out;
  }

  /** Where Python would fill in, stands what is written on no other line. */
  private static List<Named> ofBenches() {
    return of("bench/lib/servers.py", PYTHON_TEXT).stream()
        .filter(one -> one.toml().startsWith("hostname = ") || one.toml().contains("\nhostname = "))
        .map(one ->
            new Named(
                one.name(),
                one.toml()
                    .lines()
                    .map(line -> line.startsWith("{") ? "" : line.replaceAll("= \\{.*?}$", "= []"))
                    .map(line -> line.replaceAll("\\{[^}]*port}", "2525"))
                    .map(line -> line.replaceAll("\\{[^}]*}", "127.0.0.1"))
                    .collect(Collectors.joining("\n"))))
        .toList();
  }

  /** What tests write for a server: texts with a heading, in which all keys are known. */
  private static List<Named> ofTests() {
    List<Named> out = new ArrayList<>();
    for (Path file : Sources.java("src/test/java")) {
      String source = Sources.read(file);
      Matcher blocks = TEXT_BLOCK.matcher(source);
      while (blocks.find()) {
        String text = blocks.group(1).stripIndent();
        if (HEADING.matcher(text).find()) {
          String filled = text.translateEscapes().replace("%s", "/x.example").replace("%d", "2525");
          Stream.of(filled, filled.replace("/x.example", "x.example"))
              .map(toml -> new Named(Sources.name(file) + ":" + line(source, blocks.start()), toml))
              .filter(Named::canBeRead)
              .findFirst()
              .ifPresent(out::add);
        }
      }
    }
    return out;
  }

  private static void collect(List<Named> out, Path file, Matcher blocks) {
    String text = Sources.read(file);
    while (blocks.find()) {
      out.add(new Named(Sources.name(file) + ":" + line(text, blocks.start()), blocks.group(1)));
    }
  }

  private static long line(String text, int at) {
    return text.substring(0, at).lines().count() + 1;
  }

  /** A record with one component changed. */
  static <T extends Record> T with(T record, String component, Object value) {
    try {
      var components = record.getClass().getRecordComponents();
      Class<?>[] types = new Class<?>[components.length];
      Object[] values = new Object[components.length];
      boolean known = false;
      for (int i = 0; i < components.length; i++) {
        boolean meant = components[i].getName().equals(component);
        known |= meant;
        types[i] = components[i].getType();
        values[i] = meant ? value : components[i].getAccessor().invoke(record);
      }
      if (!known) {
        throw new IllegalArgumentException("no " + component);
      }
      @SuppressWarnings("unchecked")
      Class<T> type = (Class<T>) record.getClass();
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** Domains for which anybody's mail is passed on, those below which all are by a name among them. */
  static List<String> relayed(NodeConfig config) {
    return config.mta().routing().relayDomains().stream()
        .map(domain -> domain.startsWith(".") ? "mail" + domain : domain)
        .toList();
  }
}
