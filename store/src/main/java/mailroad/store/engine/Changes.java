package mailroad.store.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailroad.store.BlobId;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** What a batch changes, laid over what it reads: later ops see what earlier ones did. */
public final class Changes implements View {
  private final View under;
  private final Map<Key, Optional<Store.Value>> entries = new LinkedHashMap<>();
  private final Map<ItemName, Optional<Item>> items = new LinkedHashMap<>();
  private final Map<Reference, Boolean> references = new LinkedHashMap<>();

  /** No changes yet. */
  public Changes(View under) {
    this.under = under;
  }

  @Override
  public Optional<Store.Value> entry(Key key) throws StoreException {
    Optional<Store.Value> changed = entries.get(key);
    return changed != null ? changed : under.entry(key);
  }

  @Override
  public Optional<Item> item(ItemName name) throws StoreException {
    Optional<Item> changed = items.get(name);
    return changed != null ? changed : under.item(name);
  }

  @Override
  public boolean hasBlob(BlobId blob) throws StoreException {
    return under.hasBlob(blob);
  }

  @Override
  public boolean hasReference(Reference reference) throws StoreException {
    Boolean changed = references.get(reference);
    return changed != null ? changed : under.hasReference(reference);
  }

  /** The entries that change: a value, or empty for one that goes. */
  public Map<Key, Optional<Store.Value>> entries() {
    return Collections.unmodifiableMap(entries);
  }

  /** The items that change: an item, or empty for one that goes. */
  public Map<ItemName, Optional<Item>> items() {
    return Collections.unmodifiableMap(items);
  }

  /** The references that change: true for one that comes, false for one that goes. */
  public Map<Reference, Boolean> references() {
    return Collections.unmodifiableMap(references);
  }

  /** What watchers may watch of it. */
  public Set<Key> touched() {
    Set<Key> touched = new LinkedHashSet<>(entries.keySet());
    items.keySet().forEach(name -> touched.add(name.id()));
    return touched;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return entries.isEmpty() && items.isEmpty() && references.isEmpty();
  }

  void put(Key key, Store.Value value) {
    entries.put(key, Optional.of(value));
  }

  void delete(Key key) {
    entries.put(key, Optional.empty());
  }

  void schedule(ItemName name, Item item) {
    items.put(name, Optional.of(item));
  }

  void unschedule(ItemName name) {
    items.put(name, Optional.empty());
  }

  void refer(Reference reference, boolean stands) {
    references.put(reference, stands);
  }
}
