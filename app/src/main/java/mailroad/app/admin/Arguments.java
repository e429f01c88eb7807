package mailroad.app.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.QueueId;
import mailroad.kernel.Text;
import tools.jackson.databind.JsonNode;

/**
 * The arguments of an {@link Operation}; reading one that is missing or wrong ends the operation.
 *
 * @param json an object
 */
public record Arguments(JsonNode json) {
  /** A text that may be absent. */
  public Optional<String> optional(String name) {
    return Optional.ofNullable(json.get(name))
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue);
  }

  /** How an argument is read. */
  @FunctionalInterface
  public interface Reader<T> {
    /** Reads the argument of this name. */
    T read(String name) throws AdminException;
  }

  /** What may be absent, such as {@code given("domain", arguments::domain)}. */
  public <T> Optional<T> given(String name, Reader<T> reader) throws AdminException {
    return optional(name).isPresent() ? Optional.of(reader.read(name)) : Optional.empty();
  }

  /** A text. */
  public String text(String name) throws AdminException {
    return optional(name).orElseThrow(() -> new AdminException("missing: " + name));
  }

  /** Texts; none if absent. */
  public List<String> texts(String name) {
    List<String> out = new ArrayList<>();
    JsonNode list = json.get(name);
    if (list != null) {
      list.forEach(item -> out.add(item.asString()));
    }
    return out;
  }

  /** A number. */
  public long number(String name, long otherwise) {
    JsonNode number = json.get(name);
    return number != null && number.isIntegralNumber() ? number.longValue() : otherwise;
  }

  /** Yes or no; no if absent. */
  public boolean flag(String name) {
    JsonNode flag = json.get(name);
    return flag != null && flag.isBoolean() && flag.booleanValue();
  }

  /** A mail address. */
  public EmailAddress address(String name) throws AdminException {
    return address(name, text(name));
  }

  /** Mail addresses. */
  public List<EmailAddress> addresses(String name) throws AdminException {
    List<EmailAddress> out = new ArrayList<>();
    for (String text : texts(name)) {
      out.add(address(name, text));
    }
    return out;
  }

  /** A domain. */
  public Domain domain(String name) throws AdminException {
    String text = text(name);
    return Domain.parse(text)
        .orElseThrow(() -> new AdminException("not a domain: " + Text.visible(text)));
  }

  /** A queue id. */
  public QueueId queueId(String name) throws AdminException {
    String text = text(name);
    return QueueId.parse(text)
        .orElseThrow(() ->
            new AdminException(
                "not a queue id: %s (it has 13 letters and digits; see: %s)"
                    .formatted(Text.visible(text), Hint.of("queue list"))));
  }

  private static EmailAddress address(String name, String text) throws AdminException {
    return EmailAddress.parse(text)
        .orElseThrow(() ->
            new AdminException("%s is not a mail address: %s".formatted(name, Text.visible(text))));
  }
}
