package mailroad.dns;

import java.io.IOException;
import java.util.Optional;

/** Where what is known of trust anchors outlives a restart. Any number of tasks may use it. */
public interface AnchorShelf {
  /** Keeps nothing: after a restart, the configured anchors count. */
  AnchorShelf NONE =
      new AnchorShelf() {
        @Override
        public Optional<TrustPoint> load(String zone) {
          return Optional.empty();
        }

        @Override
        public void save(TrustPoint point) {
          // Nothing is kept.
        }
      };

  /**
   * What was saved last of a zone.
   *
   * @throws IOException if the machine failed
   */
  Optional<TrustPoint> load(String zone) throws IOException;

  /**
   * Keeps it, in the place of what was known of that zone.
   *
   * @throws IOException if the machine failed
   */
  void save(TrustPoint point) throws IOException;
}
