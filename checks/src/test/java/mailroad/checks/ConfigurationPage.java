package mailroad.checks;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.app.config.Reference;

/** The reference of all configuration keys, from the records and their Javadoc. */
final class ConfigurationPage {
  private final StringBuilder out = new StringBuilder();

  private ConfigurationPage() {}

  static String of(Record config) {
    ConfigurationPage page = new ConfigurationPage();
    page.out.append(
        """
        # Configuration

        One TOML file for the node. Made from the code; a test keeps it true. Unknown keys, wrong values and
        contradictions are all reported at once, with line and column: `mailroad config check`. What is in force:
        `mailroad config show`. Times are written `500ms`, `90s`, `5m`, `4h`, `5d`; sizes `64MiB` or in octets.
        """);
    page.table(config, "");
    return page.out.toString();
  }

  private void table(Record config, String path) {
    table(config.getClass(), path, component -> Optional.of(value(component, config)));
  }

  private void table(
      Class<?> type, String path, Function<RecordComponent, Optional<Object>> defaults) {
    String source = Sources.read(source(type));
    out.append("\n## ").append(path.isEmpty() ? "At the top" : "[" + path + "]").append("\n\n");
    out.append(summary(source, type)).append("\n");
    List<RecordComponent> components = List.of(type.getRecordComponents());
    if (components.stream().anyMatch(c -> !c.getType().isRecord())) {
      out.append("\n| key | default | meaning |\n|---|---|---|\n");
    }
    for (RecordComponent component : components) {
      if (!component.getType().isRecord()) {
        String key = kebab(component.getName());
        String value =
            defaults.apply(component).map(v -> "`" + Reference.scalar(key, v) + "`").orElse("");
        out.append("| `%s` | %s | %s |\n".formatted(key, value, meaning(source, component)));
      }
    }
    for (RecordComponent component : components) {
      String inner = (path.isEmpty() ? "" : path + ".") + kebab(component.getName());
      if (component.getType().isRecord()) {
        table((Record) defaults.apply(component).orElseThrow(), inner);
      } else if (elementOf(component).isRecord()) {
        table(
            elementOf(component),
            "[" + inner.replace("[", "").replace("]", "") + "]",
            _ -> Optional.empty());
      }
    }
  }

  private static Class<?> elementOf(RecordComponent component) {
    return component.getGenericType() instanceof java.lang.reflect.ParameterizedType list
            && list.getActualTypeArguments()[0] instanceof Class<?> element
        ? element
        : Object.class;
  }

  private static Object value(RecordComponent component, Record of) {
    try {
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static Path source(Class<?> type) {
    Class<?> top = type;
    while (top.getEnclosingClass() != null) {
      top = top.getEnclosingClass();
    }
    String path = "src/main/java/" + top.getName().replace('.', '/') + ".java";
    String room = top.getName().split("\\.")[1];
    return Sources.ROOT.resolve(room).resolve(path);
  }

  /** The Javadoc comment that stands before a record. */
  private static String javadoc(String source, Class<?> type) {
    Matcher record =
        Pattern.compile(
                "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@\\w+(?:\\([^)]*\\))?\\s*)*(?:public |static )*record "
                    + type.getSimpleName()
                    + "\\(",
                Pattern.DOTALL)
            .matcher(source);
    return record.find() ? record.group(1).replaceAll("\\n\\s*\\* ?", "\n") : "";
  }

  private static String summary(String source, Class<?> type) {
    String text = javadoc(source, type);
    int end = text.indexOf("@param");
    return plain(end < 0 ? text : text.substring(0, end));
  }

  private static String meaning(String source, RecordComponent component) {
    Matcher matcher =
        Pattern.compile(
                "@param " + component.getName() + "\\s+((?:(?!@param|@see|@throws).)*)",
                Pattern.DOTALL)
            .matcher(javadoc(source, component.getDeclaringRecord()));
    return matcher.find()
        ? withChoices(plain(matcher.group(1)), component.getType()).replace("|", "\\|")
        : "?";
  }

  /** Names the words that may stand there, unless the meaning does so itself. */
  private static String withChoices(String meaning, Class<?> type) {
    if (!type.isEnum()) {
      return meaning;
    }
    List<String> words =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> Reference.scalar("", constant).replace('"', '`'))
            .toList();
    return words.stream().allMatch(meaning::contains)
        ? meaning
        : meaning + ": " + String.join(", ", words);
  }

  private static String plain(String javadoc) {
    return javadoc
        .replaceAll("\\s+", " ")
        .replaceAll("\\{@(?:code|value) ([^}]*)}", "`$1`")
        .replaceAll("\\{@link(?:plain)? #?([^} ]*)(?: ([^}]*))?}", "`$1`")
        .replaceAll("</?[a-z]+>", "")
        .strip();
  }

  private static String kebab(String camel) {
    return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
