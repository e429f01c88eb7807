package mailroad.store.postgres;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import mailroad.store.Key;

/**
 * What nodes tell each other: who tells, and the keys that changed in base64, or {@code *} for "look at
 * everything". PostgreSQL takes 8000 octets at most.
 */
final class Announcements {
  private static final int OCTETS_MAX = 7_900;
  private static final int KEY_OCTETS_MAX = 1_000;
  private static final int TEXTS_MAX = 20;
  private static final String ALL = "*";

  private Announcements() {}

  /** The texts that tell of these keys. */
  static List<String> of(String node, Collection<Key> keys) {
    List<String> texts = new ArrayList<>();
    StringBuilder text = new StringBuilder(node);
    for (Key key : keys) {
      if (key.octets() > KEY_OCTETS_MAX || texts.size() == TEXTS_MAX) {
        return List.of(node + " " + ALL);
      }
      String word = Base64.getEncoder().withoutPadding().encodeToString(key.encoded());
      if (text.length() + 1 + word.length() > OCTETS_MAX) {
        texts.add(text.toString());
        text = new StringBuilder(node);
      }
      text.append(' ').append(word);
    }
    texts.add(text.toString());
    return texts;
  }

  /** The keys that a text tells of; empty for all, or if this node told it itself. */
  static Heard read(String node, String text) {
    String[] words = text.split(" ", -1);
    if (words[0].equals(node)) {
      return new Heard(false, List.of());
    }
    List<Key> keys = new ArrayList<>();
    for (int i = 1; i < words.length; i++) {
      Optional<Key> key = key(words[i]);
      if (key.isEmpty()) {
        return new Heard(true, List.of());
      }
      keys.add(key.get());
    }
    return new Heard(false, keys);
  }

  /**
   * What was heard.
   *
   * @param all whether anything may have changed
   */
  record Heard(boolean all, List<Key> keys) {}

  private static Optional<Key> key(String word) {
    try {
      return Optional.of(Key.decode(Base64.getDecoder().decode(word)));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // the star, or what a later version says
    }
  }
}
