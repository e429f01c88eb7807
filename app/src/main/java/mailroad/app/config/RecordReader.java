package mailroad.app.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * Reads a table into a record: a key for each component, in kebab case, with the value of a default
 * record where the table has none. What is wrong is gathered, and reading goes on.
 *
 * <p>Components are boolean, int, long, double, String, Duration, enum, list of String, record, or list of record.
 * A {@code long} whose name speaks of octets also takes sizes such as {@code "64MiB"}.
 */
final class RecordReader {
  private final List<Problem> problems;

  RecordReader(List<Problem> problems) {
    this.problems = problems;
  }

  /** Reads a table; {@code defaults} where something in it is wrong. */
  <T extends Record> T read(T defaults, TomlTable table, TomlPosition at) {
    @SuppressWarnings("unchecked")
    Class<T> type = (Class<T>) defaults.getClass();
    return read(type, component -> valueOf(component, defaults), table, at).orElse(defaults);
  }

  /** Reads an element of a list of tables, which has no defaults but nothing, zero and the first. */
  private Optional<? extends Record> element(
      Class<? extends Record> type, TomlTable table, TomlPosition at) {
    return read(type, component -> nothing(component.getType()), table, at);
  }

  private <T extends Record> Optional<T> read(
      Class<T> type,
      Function<RecordComponent, Object> standards,
      TomlTable table,
      TomlPosition at) {
    RecordComponent[] components = type.getRecordComponents();
    rejectUnknownKeys(components, table);
    int before = problems.size();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      Object standard = standards.apply(components[i]);
      String key = Kebab.ofComponent(components[i].getName());
      values[i] =
          table.contains(List.of(key)) ? value(components[i], key, standard, table) : standard;
    }
    return problems.size() > before
        ? Optional.empty()
        : construct(type, components, values, table, at);
  }

  private static Object nothing(Class<?> type) {
    if (type == String.class) {
      return "";
    }
    if (type == boolean.class) {
      return false;
    }
    if (type == int.class) {
      return 0;
    }
    if (type == long.class) {
      return 0L;
    }
    if (type == double.class) {
      return 0.0;
    }
    if (type == Duration.class) {
      return Duration.ZERO;
    }
    if (type == List.class) {
      return List.of();
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    throw new IllegalStateException("no way to leave out a " + type);
  }

  private void rejectUnknownKeys(RecordComponent[] components, TomlTable table) {
    List<String> known =
        Arrays.stream(components).map(c -> Kebab.ofComponent(c.getName())).toList();
    for (String key : table.keySet()) {
      if (!known.contains(key)) {
        String hint =
            Kebab.nearest(key, known)
                .map(near -> "; did you mean \"" + near + "\"?")
                .orElse("; known here: " + String.join(", ", known));
        problem(position(table, key), "unknown key \"" + key + "\"" + hint);
      }
    }
  }

  private <T extends Record> Optional<T> construct(
      Class<T> type,
      RecordComponent[] components,
      Object[] values,
      TomlTable table,
      TomlPosition at) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return Optional.of(constructor.newInstance(values));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException wrong) {
        String message = String.valueOf(wrong.getMessage());
        problem(blamed(message, components, table).orElse(at), message);
        return Optional.empty();
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The key that the record's complaint names. */
  private static Optional<TomlPosition> blamed(
      String message, RecordComponent[] components, TomlTable table) {
    return Arrays.stream(components)
        .map(c -> Kebab.ofComponent(c.getName()))
        .filter(key -> table.contains(List.of(key)))
        .filter(key -> (" " + message + " ").matches("(?s).*[^a-z-]" + key + "[^a-z-].*"))
        .findFirst()
        .map(key -> position(table, key));
  }

  private Object value(RecordComponent component, String key, Object standard, TomlTable table) {
    Object raw = table.get(List.of(key));
    TomlPosition at = position(table, key);
    Class<?> type = component.getType();
    if (type.isRecord()) {
      return raw instanceof TomlTable inner
          ? read((Record) standard, inner, at)
          : wrong(at, key, "a table", raw, standard);
    }
    if (type == List.class) {
      return raw instanceof TomlArray array
          ? list(component.getGenericType(), key, array, at, standard)
          : wrong(at, key, "a list", raw, standard);
    }
    return scalar(type, key, raw, at, standard);
  }

  private Object list(Type generic, String key, TomlArray array, TomlPosition at, Object standard) {
    Class<?> element = (Class<?>) ((ParameterizedType) generic).getActualTypeArguments()[0];
    List<Object> out = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      Object raw = array.get(i);
      TomlPosition there = array.inputPositionOf(i);
      if (element.isRecord()) {
        if (raw instanceof TomlTable inner) {
          element(element.asSubclass(Record.class), inner, there == null ? at : there)
              .ifPresent(out::add);
        } else {
          wrong(at, key, "a list of tables", raw, standard);
        }
      } else if (raw instanceof String text) {
        out.add(text);
      } else {
        wrong(there == null ? at : there, key, "a list of texts", raw, standard);
      }
    }
    return out;
  }

  private Object scalar(
      Class<?> type, String key, @Nullable Object raw, TomlPosition at, Object standard) {
    if (type == boolean.class) {
      return raw instanceof Boolean ? raw : wrong(at, key, "true or false", raw, standard);
    }
    if (type == String.class) {
      return raw instanceof String ? raw : wrong(at, key, "a text in quotes", raw, standard);
    }
    if (type == int.class) {
      return whole(key, raw)
          .filter(number -> number == number.intValue())
          .<Object>map(Long::intValue)
          .orElseGet(() -> wrong(at, key, wholeIn(key), raw, standard));
    }
    if (type == long.class) {
      return whole(key, raw)
          .<Object>map(number -> number)
          .orElseGet(() -> wrong(at, key, wholeIn(key), raw, standard));
    }
    if (type == double.class) {
      return raw instanceof Number number && Double.isFinite(number.doubleValue())
          ? number.doubleValue()
          : wrong(at, key, "a number", raw, standard);
    }
    if (type == Duration.class) {
      return Optional.ofNullable(raw instanceof String text ? text : null)
          .flatMap(Amounts::duration)
          .<Object>map(duration -> duration)
          .orElseGet(
              () -> wrong(at, key, "a time such as \"90s\", \"5m\" or \"5d\"", raw, standard));
    }
    if (type.isEnum()) {
      return constant(type, key, raw, at, standard);
    }
    throw new IllegalStateException("no way to configure a " + type);
  }

  /** A number; for a key of octets also a size such as {@code 64MiB}. */
  private static Optional<Long> whole(String key, @Nullable Object raw) {
    return switch (raw) {
      case Long number -> Optional.of(number);
      case String text when key.contains("octets") -> Amounts.size(text);
      case null, default -> Optional.empty();
    };
  }

  private static String wholeIn(String key) {
    return key.contains("octets")
        ? "a number of octets or a size such as \"64MiB\""
        : "a whole number";
  }

  private Object constant(
      Class<?> type, String key, @Nullable Object raw, TomlPosition at, Object standard) {
    List<String> names = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      String name = Kebab.ofConstant((Enum<?>) constant);
      if (name.equals(raw)) {
        return constant;
      }
      names.add("\"" + name + "\"");
    }
    return wrong(at, key, "one of " + String.join(", ", names), raw, standard);
  }

  private Object wrong(
      TomlPosition at, String key, String wanted, @Nullable Object raw, Object standard) {
    String got =
        switch (raw) {
          case null -> "nothing";
          case Object _ when Secrecy.isSecret(key) -> Secrecy.HIDDEN;
          case TomlTable _ -> "a table";
          case TomlArray _ -> "a list";
          case String text -> "\"" + mailroad.kernel.Text.visible(text) + "\"";
          default -> raw.toString();
        };
    problem(at, "%s must be %s, not %s".formatted(key, wanted, got));
    return standard;
  }

  private void problem(TomlPosition at, String text) {
    problems.add(new Problem(at.line(), at.column(), text));
  }

  private static TomlPosition position(TomlTable table, String key) {
    TomlPosition at = table.inputPositionOf(List.of(key));
    return at == null ? TomlPosition.positionAt(1, 1) : at;
  }

  static Object valueOf(RecordComponent component, Record of) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
