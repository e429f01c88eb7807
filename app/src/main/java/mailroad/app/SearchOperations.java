package mailroad.app;

import java.io.IOException;
import java.util.Optional;
import mailroad.app.admin.AdminException;
import mailroad.app.admin.Operations;
import mailroad.search.FullText;

/** What an administrator does with the index for searching text. */
final class SearchOperations {
  private final Optional<FullText> index;

  SearchOperations(Optional<FullText> index) {
    this.index = index;
  }

  void addTo(Operations operations) {
    operations.add("search.status", _ -> index().state()).add("search.rebuild", _ -> rebuild());
  }

  private FullText index() throws AdminException {
    if (index.isEmpty()) {
      throw new AdminException("there is no index: full-text.enabled is false");
    }
    return index.get();
  }

  private FullText.State rebuild() throws AdminException {
    try {
      index().rebuild();
      return index().state();
    } catch (IOException e) {
      throw new AdminException("the index cannot be removed: " + e.getMessage(), e);
    }
  }
}
