package mailroad.mta.intake;

import java.io.IOException;
import java.util.Optional;
import mailroad.mime.Header;
import mailroad.mime.MimeLimits;
import mailroad.mime.Octets;
import mailroad.mime.SevenBit;
import mailroad.mta.gate.Seal;

/**
 * Messages made fit for seven bits before they are signed, where the seal wants that (RFC 6376 section 5.3): what a host on the
 * way would have to do to them later would break their signatures. Holds no state.
 *
 * @param seal signs them
 */
record Fitting(Seal seal) {
  /**
   * The message as it is to be signed; empty where it stays as it is, and where it cannot be coded, such as for a header field
   * in UTF-8.
   *
   * @throws IOException if the machine fails
   */
  Optional<SevenBit> coded(Octets message, Header header) throws IOException {
    return seal.wantsSevenBit(header)
            && SevenBit.of(message, MimeLimits.DEFAULT) instanceof SevenBit.Result.Done(var coded)
        ? Optional.of(coded)
        : Optional.empty();
  }
}
