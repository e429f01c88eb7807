package mailroad.app.admin;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import mailroad.store.StoreException;
import tools.jackson.databind.JsonNode;

/** The operations of a node, by name; also the way to them within its process. */
public final class Operations implements Access {
  private final SortedMap<String, Operation> byName = new TreeMap<>();
  private final SortedMap<String, Conversation> conversations = new TreeMap<>();

  /** Adds a conversation. */
  public Operations converse(String name, Conversation conversation) {
    conversations.put(name, conversation);
    return this;
  }

  /** The conversation of this name. */
  Optional<Conversation> conversation(String name) {
    return Optional.ofNullable(conversations.get(name));
  }

  /** Adds an operation. */
  public Operations add(String name, Operation operation) {
    byName.put(name, operation);
    return this;
  }

  @Override
  public JsonNode call(String name, Map<String, ?> arguments)
      throws AdminException, InterruptedException {
    return run(name, Json.tree(arguments));
  }

  JsonNode run(String name, JsonNode arguments) throws AdminException, InterruptedException {
    Operation operation = byName.get(name);
    if (operation == null) {
      throw new AdminException("no such operation: " + name);
    }
    try {
      return Json.tree(operation.run(new Arguments(arguments)));
    } catch (StoreException e) {
      throw new AdminException(e);
    }
  }

  @Override
  public void close() {}
}
