package mailroad.app.admin;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as the command line and the admin socket speak it: times and durations in ISO 8601. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .build();

  private Json() {}

  /** A value as a JSON tree. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** A tree on one line. */
  public static String line(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** A tree for people. */
  public static String pretty(JsonNode tree) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
  }

  /**
   * Reads a text.
   *
   * @throws tools.jackson.core.JacksonException if it is no JSON
   */
  public static JsonNode parse(String text) {
    return MAPPER.readTree(text);
  }
}
