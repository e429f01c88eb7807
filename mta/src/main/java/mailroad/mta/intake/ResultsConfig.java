package mailroad.mta.intake;

import java.util.List;
import mailroad.kernel.AddressRange;

/**
 * Whose Authentication-Results fields come in.
 *
 * @param names names under which servers of this house write Authentication-Results fields; fields of others that bear
 *     one are removed (RFC 8601 section 5); empty for the name of this server
 * @param trustedFrom addresses and networks of servers of this house, whose fields stay
 */
public record ResultsConfig(List<String> names, List<String> trustedFrom) {
  /** This server alone writes such fields. */
  public static final ResultsConfig DEFAULT = new ResultsConfig(List.of(), List.of());

  /** Networks must be such. */
  public ResultsConfig {
    names = List.copyOf(names);
    trustedFrom = List.copyOf(trustedFrom);
    if (names.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("names must not hold an empty one");
    }
    AddressRange.all("trusted-from", trustedFrom);
  }
}
