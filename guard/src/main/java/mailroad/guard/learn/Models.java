package mailroad.guard.learn;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import mailroad.kernel.World;
import mailroad.store.StoreException;
import org.jspecify.annotations.Nullable;

/** The models of the site and of those accounts that were used last. Any number of tasks may use it. */
final class Models {
  private final World world;
  private final Memory memory;
  private final ClassifierConfig config;
  private final LinkedHashMap<Scope, Model> models = new LinkedHashMap<>(16, 0.75f, true);

  Models(World world, Memory memory, ClassifierConfig config) {
    this.world = world;
    this.memory = memory;
    this.config = config;
  }

  /** The model of a scope: one short read if it is in memory, otherwise all of it. */
  Model of(Scope scope) throws StoreException {
    Optional<Model> known = known(scope);
    long version = memory.versionOf(scope);
    if (known.isPresent() && isFresh(known.get(), version)) {
      return known.get();
    }
    Model read = read(scope, version);
    keep(scope, read);
    return read;
  }

  private boolean isFresh(Model model, long version) {
    return model.version() == version
        || world.now().isBefore(model.read().plus(config.reloadInterval()));
  }

  private Model read(Scope scope, long version) throws StoreException {
    Instant now = world.now();
    Model model = new Model(now, version, memory.messagesOf(scope), memory.loudest(scope));
    if (version > 0) {
      memory.tokensOf(scope, (_, _, token, packed) -> model.tokens().add(token, packed));
    }
    return model;
  }

  private synchronized Optional<Model> known(Scope scope) {
    return Optional.ofNullable(models.get(scope));
  }

  private synchronized void keep(Scope scope, Model model) {
    models.put(scope, model);
    @Nullable Scope eldest = null;
    for (Map.Entry<Scope, Model> entry : models.entrySet()) {
      if (!entry.getKey().equals(Scope.SITE)) {
        eldest = entry.getKey();
        break;
      }
    }
    if (eldest != null && models.size() > config.modelsInMemory() + 1) {
      models.remove(eldest);
    }
  }

  /** Takes a lesson over that went into the store. */
  void add(Scope scope, Memory.Learned lesson, Features features) {
    known(scope).ifPresent(model -> model.add(lesson, features));
  }

  /** Forgets what is in memory, so that it is read anew. */
  synchronized void drop(Scope scope) {
    models.remove(scope);
  }
}
