package mailroad.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import mailroad.mime.SevenBit.Coding;

/** Codes what another stream gives, block by block. */
final class CodedStream extends InputStream {
  private static final int BLOCK_OCTETS = 4096;

  /** RFC 2045 sections 6.7 and 6.8: lines of 76 characters at most, of which quoted-printable ends one in {@code =}. */
  private static final int LINE_CHARACTERS_MAX = 75;

  private static final int BASE64_LINE_OCTETS = 57;
  private static final String HEX = "0123456789ABCDEF";
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private final InputStream in;
  private final Coding coding;
  private final byte[] block = new byte[BLOCK_OCTETS];
  private byte[] out = new byte[4 * BLOCK_OCTETS];
  private int outFrom;
  private int outTo;
  private boolean ended;

  // Quoted-printable: the line so far, and what cannot be written before the next octet is known.
  private int column;
  private int heldBlank;
  private boolean heldCr;

  // Base64: an unfinished group, and how many octets the line has.
  private int group;
  private int groupOctets;
  private int lineOctets;

  CodedStream(InputStream in, Coding coding) {
    this.in = in;
    this.coding = coding;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (outFrom == outTo) {
      if (ended) {
        return -1;
      }
      fill();
    }
    int n = Math.min(length, outTo - outFrom);
    System.arraycopy(out, outFrom, into, offset, n);
    outFrom += n;
    return n;
  }

  private void fill() throws IOException {
    outFrom = 0;
    outTo = 0;
    int n = in.read(block);
    ended = n < 0;
    for (int i = 0; i < n; i++) {
      switch (coding) {
        case QUOTED_PRINTABLE -> quote(block[i]);
        case BASE64 -> base64(block[i]);
        case MASKED -> put(block[i] < 0 ? '?' : block[i]);
      }
    }
    if (ended) {
      end();
    }
  }

  private void end() {
    if (heldBlank != 0) {
      escape(heldBlank);
    }
    if (heldCr) {
      escape('\r');
    }
    if (groupOctets > 0) {
      int bits = group << 8 * (3 - groupOctets);
      for (int i = 0; i < 4; i++) {
        put(i <= groupOctets ? ALPHABET.charAt(bits >> 18 - 6 * i & 63) : '=');
      }
    }
  }

  private void quote(byte octet) {
    if (heldCr) {
      heldCr = false;
      if (octet == '\n') {
        endLine();
        return;
      }
      release();
      escape('\r');
    }
    if (octet == '\r') {
      heldCr = true;
      return;
    }
    release();
    if (octet == ' ' || octet == '\t') {
      heldBlank = octet;
    } else if (octet > ' ' && octet < 127 && octet != '=') {
      makeRoom(1);
      put(octet);
    } else {
      escape(octet & 0xff);
    }
  }

  /** A blank at the end of a line would be lost on the way. */
  private void endLine() {
    if (heldBlank != 0) {
      escape(heldBlank);
      heldBlank = 0;
    }
    put('\r');
    put('\n');
    column = 0;
  }

  private void release() {
    if (heldBlank != 0) {
      makeRoom(1);
      put(heldBlank);
      heldBlank = 0;
    }
  }

  private void escape(int octet) {
    makeRoom(3);
    put('=');
    put(HEX.charAt(octet >> 4));
    put(HEX.charAt(octet & 15));
  }

  private void makeRoom(int characters) {
    if (column + characters > LINE_CHARACTERS_MAX) {
      put('=');
      put('\r');
      put('\n');
      column = 0;
    }
    column += characters;
  }

  private void base64(byte octet) {
    if (lineOctets == BASE64_LINE_OCTETS) {
      put('\r');
      put('\n');
      lineOctets = 0;
    }
    group = group << 8 | octet & 0xff;
    groupOctets++;
    lineOctets++;
    if (groupOctets == 3) {
      for (int i = 18; i >= 0; i -= 6) {
        put(ALPHABET.charAt(group >> i & 63));
      }
      group = 0;
      groupOctets = 0;
    }
  }

  /** A block never grows beyond four times its size, with what was held before it. */
  private void put(int octet) {
    if (outTo == out.length) {
      out = Arrays.copyOf(out, 2 * out.length);
    }
    out[outTo++] = (byte) octet;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
