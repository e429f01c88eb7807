package mailroad.imap.session;

import mailroad.imap.command.Compress;
import mailroad.wire.Wire;

/** COMPRESS: RFC 4978 section 3. */
final class Compressing {
  private Compressing() {}

  /** Whether compression may begin; it does right behind the tagged OK, in both directions. */
  static Completion allow(Compress command, Wire wire) {
    if (!command.mechanism().equals("DEFLATE")) {
      return Completion.bad("DEFLATE is the only mechanism");
    }
    if (wire.isCompressed()) {
      return Completion.no("[COMPRESSIONACTIVE] All is compressed already");
    }
    // What was sent before the answer came cannot be told from what is compressed.
    return wire.hasInput()
        ? Completion.bad("Wait for the answer before you go on")
        : Completion.ok("DEFLATE from here on");
  }
}
