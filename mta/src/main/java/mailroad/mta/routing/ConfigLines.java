package mailroad.mta.routing;

/** Where in the configuration file something stands, for explanations to cite. */
@FunctionalInterface
public interface ConfigLines {
  /** A configuration that came from no file: keys alone. */
  ConfigLines NONE = (key, _) -> key;

  /**
   * Cites a key, such as {@code mailroad.toml:41 mta.routing.routes}.
   *
   * @param key the whole key, such as {@code mta.routing.routes}
   * @param index which element, from 0, where the key holds a list; otherwise -1
   */
  String cite(String key, int index);

  /** Cites a key that holds no list. */
  default String cite(String key) {
    return cite(key, -1);
  }
}
