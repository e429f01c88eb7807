package mailroad.app.config;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Writes configuration records as the TOML that {@link ConfigFile} reads, without their secrets. */
public final class Reference {
  private Reference() {}

  /** All keys of a record and their values: plain keys first, then a table for each record within. */
  public static String toml(Record config) {
    StringBuilder out = new StringBuilder();
    table(config, "", out);
    return out.toString().stripLeading();
  }

  private static void table(Record config, String path, StringBuilder out) {
    RecordComponent[] components = config.getClass().getRecordComponents();
    boolean titled = path.isEmpty();
    for (RecordComponent component : components) {
      Object value = RecordReader.valueOf(component, config);
      if (!(value instanceof Record) && !isTables(value)) {
        if (!titled) {
          out.append("\n[").append(path).append("]\n");
          titled = true;
        }
        String key = Kebab.ofComponent(component.getName());
        out.append(key).append(" = ").append(scalar(key, Secrecy.shown(key, value))).append('\n');
      }
    }
    for (RecordComponent component : components) {
      Object value = RecordReader.valueOf(component, config);
      String inner = (path.isEmpty() ? "" : path + ".") + Kebab.ofComponent(component.getName());
      if (value instanceof Record nested) {
        table(nested, inner, out);
      } else if (isTables(value)) {
        for (Object element : (List<?>) value) {
          StringBuilder body = new StringBuilder();
          table((Record) element, "", body);
          out.append("\n[[").append(inner).append("]]\n").append(body);
        }
      }
    }
  }

  private static boolean isTables(Object value) {
    return value instanceof List<?> list && !list.isEmpty() && list.getFirst() instanceof Record;
  }

  /** One value as TOML has it. */
  public static String scalar(String key, Object value) {
    return switch (value) {
      case String text -> quote(text);
      case Duration duration -> quote(Amounts.show(duration));
      case Enum<?> constant -> quote(Kebab.ofConstant(constant));
      case List<?> list ->
          list.stream().map(item -> scalar(key, item)).collect(Collectors.joining(", ", "[", "]"));
      case Long octets when key.contains("octets") && octets >= 1024 && octets % 1024 == 0 ->
          quote(Amounts.showSize(octets));
      default -> String.valueOf(value);
    };
  }

  private static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.chars()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            out.append('\\').append((char) c);
          } else if (c < ' ' || c == 127) {
            out.append("\\u%04X".formatted(c));
          } else {
            out.append((char) c);
          }
        });
    return out.append('"').toString();
  }
}
