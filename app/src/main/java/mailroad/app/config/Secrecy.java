package mailroad.app.config;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which keys hold secrets: those are never shown, and a file that has one is for its owner's eyes alone. */
public final class Secrecy {
  /** What is shown instead of a secret. */
  static final String HIDDEN = "(not shown)";

  private Secrecy() {}

  static boolean isSecret(String key) {
    return key.equals("password") || key.endsWith("-password");
  }

  /** A value of a key as it may be shown; where there is no secret, that may be seen. */
  static Object shown(String key, Object value) {
    return value instanceof String text && !text.isEmpty() && isSecret(key) ? HIDDEN : value;
  }

  /** Whether a configuration has secrets within it. */
  public static boolean hasSecrets(Record config) {
    for (RecordComponent component : config.getClass().getRecordComponents()) {
      String key = Kebab.ofComponent(component.getName());
      Object value = RecordReader.valueOf(component, config);
      boolean secret =
          switch (value) {
            case Record inner -> hasSecrets(inner);
            case List<?> list ->
                list.stream().anyMatch(item -> item instanceof Record inner && hasSecrets(inner));
            default -> !shown(key, value).equals(value);
          };
      if (secret) {
        return true;
      }
    }
    return false;
  }

  /** Hides the secrets of a configuration that was made a tree. */
  public static JsonNode hide(JsonNode tree) {
    if (tree instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> entry : List.copyOf(object.properties())) {
        JsonNode value = entry.getValue();
        if (value.isString() && isSecret(Kebab.ofComponent(entry.getKey()))) {
          object.put(entry.getKey(), String.valueOf(shown("password", value.asString(""))));
        } else {
          hide(value);
        }
      }
    } else {
      tree.forEach(Secrecy::hide);
    }
    return tree;
  }
}
