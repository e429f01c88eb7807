package mailroad.imap.command;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/**
 * ID: who are you? RFC 2971 section 3.1.
 *
 * @param parameters what the client says of itself, for the log alone
 */
public record Id(Map<String, String> parameters) implements Command.AnyTime {
  /** RFC 2971 section 3.3. */
  private static final int PARAMETERS_MAX = 30;

  /** The map does not change. */
  public Id {
    parameters = Map.copyOf(parameters);
  }

  static Id parse(Input input) throws Malformed {
    input.space();
    Map<String, String> parameters = new LinkedHashMap<>();
    if (input.take("NIL")) {
      return new Id(parameters);
    }
    input.need('(');
    while (!input.take(')')) {
      if (!parameters.isEmpty()) {
        input.space();
      }
      String name = new String(input.string(), StandardCharsets.UTF_8);
      input.space();
      parameters.put(
          name, input.nstring().map(v -> new String(v, StandardCharsets.UTF_8)).orElse(""));
      if (parameters.size() > PARAMETERS_MAX) {
        throw new Malformed("more than " + PARAMETERS_MAX + " parameters");
      }
    }
    return new Id(parameters);
  }
}
