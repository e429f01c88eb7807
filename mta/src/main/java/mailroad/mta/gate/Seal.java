package mailroad.mta.gate;

import java.util.List;
import mailroad.mime.Header;
import mailroad.mime.Octets;

/** Signs messages that begin their way here. May block; any number of tasks call at once. */
@FunctionalInterface
public interface Seal {
  /** No signature: for a server that has no keys, or whose smarthost signs what it sends. */
  Seal NONE = (_, _) -> List.of();

  /**
   * The header fields to be put in front, each whole and with its CRLF; none where there is no key for whom the
   * message says it is from.
   *
   * @param message whole, each line with its CRLF
   * @param header its header section
   */
  List<String> seal(Octets message, Header header);
}
