package mailroad.mime;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import mailroad.mime.SevenBit.Coding;
import mailroad.mime.SevenBit.Piece;
import mailroad.mime.SevenBit.Result;

/**
 * Finds out which parts of a message must be coded, and what stands between them. Neither multiparts nor enclosed
 * messages are coded themselves, for RFC 2045 section 6.4 forbids it: what they hold is.
 */
final class SevenBitPlan {
  private static final String ENCODING = "Content-Transfer-Encoding";
  private static final int BLOCK_OCTETS = 8192;

  /** RFC 5321 section 4.5.3.1.6, without its CRLF. */
  private static final int LINE_OCTETS_MAX = 998;

  /** Beyond this share of octets to be escaped base64 is the shorter: one in so many. */
  private static final int ESCAPED_SHARE = 6;

  private final Octets message;
  private final List<Piece> pieces = new ArrayList<>();
  private boolean changed;

  SevenBitPlan(Octets message) {
    this.message = message;
  }

  /** A part that cannot be coded. */
  private static final class ImpossibleException extends Exception {
    private static final long serialVersionUID = 1;

    ImpossibleException(String why) {
      super(why);
    }
  }

  /** What some octets are like. */
  private record Look(long octets, long high, boolean lines) {
    boolean isFine() {
      return high == 0 && lines;
    }
  }

  Result of(Structure structure) throws IOException {
    if (structure.cut()) {
      return new Result.Impossible("it has more parts or fields than are looked at");
    }
    Part root = structure.root();
    try {
      part(root, true);
      gap(root.bodyTo(), message.size());
    } catch (ImpossibleException e) {
      return new Result.Impossible(String.valueOf(e.getMessage()));
    }
    boolean signed = changed && root.header().count("DKIM-Signature") > 0;
    return new Result.Done(new SevenBit(message, pieces, signed));
  }

  private void part(Part part, boolean root) throws IOException, ImpossibleException {
    if (look(part.from(), part.bodyFrom()).high() > 0) {
      throw new ImpossibleException("a header field holds octets above 127");
    }
    switch (part.content()) {
      case Part.Content.Parts(var parts) -> parts(part, parts, root);
      case Part.Content.Message(var enclosed) -> {
        header(part, "7bit", needsFields(part, root));
        part(enclosed, false);
        gap(enclosed.bodyTo(), part.bodyTo());
      }
      case Part.Content.Octets() -> leaf(part, root);
    }
  }

  private void parts(Part part, List<Part> parts, boolean root)
      throws IOException, ImpossibleException {
    boolean fine = look(part.bodyFrom(), part.bodyTo()).isFine();
    if (!fine
        && (part.type().is("multipart", "signed") || part.type().is("multipart", "encrypted"))) {
      // RFC 1847 section 2.1: what is signed may not be changed on the way.
      throw new ImpossibleException("a signed or encrypted part needs 8 bits");
    }
    header(part, "7bit", !fine && needsFields(part, root));
    long at = part.bodyFrom();
    for (Part child : parts) {
      gap(at, child.from());
      part(child, false);
      at = child.bodyTo();
    }
    gap(at, part.bodyTo());
  }

  private void leaf(Part part, boolean root) throws IOException, ImpossibleException {
    Look look = look(part.bodyFrom(), part.bodyTo());
    if (look.isFine()) {
      header(part, "7bit", false);
      pieces.add(new Piece.Copy(part.bodyFrom(), part.bodyTo()));
      return;
    }
    String declared = part.header().value("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    if (declared.startsWith("multipart/")
        || declared.startsWith("message/") && !declared.startsWith("message/global")) {
      throw new ImpossibleException("a part of type %s needs 8 bits".formatted(part.type()));
    }
    if (part.transferEncoding() != TransferEncoding.IDENTITY) {
      throw new ImpossibleException("a part is coded, and needs 8 bits all the same");
    }
    Coding coding = coding(part, look);
    changed = true;
    header(part, coding == Coding.BASE64 ? "base64" : "quoted-printable", needsFields(part, root));
    pieces.add(new Piece.Coded(part.bodyFrom(), part.bodyTo(), coding));
    if (root && coding == Coding.BASE64) {
      text("\r\n");
    }
  }

  private static Coding coding(Part part, Look look) {
    boolean text = part.type().is("text") && look.lines();
    return text && look.high() * ESCAPED_SHARE < look.octets()
        ? Coding.QUOTED_PRINTABLE
        : Coding.BASE64;
  }

  /** Whether it has nothing that says how it is to be read: RFC 1428 section 3 has it marked as unknown. */
  private static boolean needsFields(Part part, boolean root) {
    return root && part.header().count("MIME-Version") == 0;
  }

  /** A header section with another transfer encoding, if it has to name one. */
  private void header(Part part, String encoding, boolean addsFields) {
    Header header = part.header();
    boolean coded = !encoding.equals("7bit");
    boolean lies =
        part.transferEncodingName().equals("8bit") || part.transferEncodingName().equals("binary");
    if (!coded && !lies && !addsFields) {
      pieces.add(new Piece.Copy(part.from(), part.bodyFrom()));
      return;
    }
    changed = true;
    long at = part.from();
    for (Field field : header.all(ENCODING)) {
      pieces.add(new Piece.Copy(at, field.from()));
      at = field.to();
    }
    long end = header.fields().isEmpty() ? part.from() : header.fields().getLast().to();
    pieces.add(new Piece.Copy(at, Math.max(at, end)));
    if (addsFields) {
      text("MIME-Version: 1.0\r\n");
      if (header.count("Content-Type") == 0) {
        text("Content-Type: text/plain; charset=unknown-8bit\r\n");
      }
    }
    text(ENCODING + ": " + encoding + "\r\n");
    pieces.add(new Piece.Copy(Math.max(at, end), part.bodyFrom()));
  }

  private void text(String text) {
    pieces.add(new Piece.Text(text.getBytes(StandardCharsets.US_ASCII)));
  }

  /** What stands between parts is no content: boundaries, and what nobody is shown. */
  private void gap(long from, long to) throws IOException {
    if (from < to) {
      pieces.add(
          look(from, to).high() == 0
              ? new Piece.Copy(from, to)
              : new Piece.Coded(from, to, Coding.MASKED));
    }
  }

  private Look look(long from, long to) throws IOException {
    byte[] block = new byte[BLOCK_OCTETS];
    long high = 0;
    boolean lines = true;
    boolean behindCr = false;
    int lineOctets = 0;
    long at = from;
    while (at < to) {
      int n = message.read(at, block, 0, (int) Math.min(block.length, to - at));
      if (n <= 0) {
        throw new EOFException("%d octets end at %d".formatted(message.size(), at));
      }
      for (int i = 0; i < n; i++) {
        byte octet = block[i];
        high += octet < 0 ? 1 : 0;
        lineOctets = octet == '\n' ? 0 : octet == '\r' ? lineOctets : lineOctets + 1;
        lines &= octet != 0 && behindCr == (octet == '\n') && lineOctets <= LINE_OCTETS_MAX;
        behindCr = octet == '\r';
      }
      at += n;
    }
    return new Look(to - from, high, lines && !behindCr);
  }
}
