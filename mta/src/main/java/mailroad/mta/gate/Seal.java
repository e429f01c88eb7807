package mailroad.mta.gate;

import java.util.List;
import mailroad.mime.Header;
import mailroad.mime.Octets;

/** Signs messages that begin their way here, each as it will be sent. May block; any number of tasks call at once. */
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

  /**
   * Whether a message is to be made fit for seven bits before it is signed: whoever has to do so on its way breaks the
   * signature (RFC 6376 section 5.3).
   *
   * @param header its header section
   */
  default boolean wantsSevenBit(Header header) {
    return false;
  }
}
