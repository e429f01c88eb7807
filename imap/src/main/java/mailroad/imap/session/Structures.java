package mailroad.imap.session;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import mailroad.mime.Structure;

/** The structures of the last few messages: clients ask for the structure, and then for part after part. Used by one task. */
final class Structures {
  private static final int KEPT_MAX = 8;

  private final LinkedHashMap<Long, Structure> byUid =
      new LinkedHashMap<>(KEPT_MAX * 2, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Structure> eldest) {
          return size() > KEPT_MAX;
        }
      };

  Optional<Structure> of(long uid) {
    return Optional.ofNullable(byUid.get(uid));
  }

  void keep(long uid, Structure structure) {
    byUid.put(uid, structure);
  }
}
