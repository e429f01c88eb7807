package mailroad.guard.filter;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import mailroad.guard.verdict.FilterException;

/**
 * What goes over a milter's connection: four octets of length, a letter, and data. Texts end with a NUL.
 *
 * @param data without length and letter; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
record MilterPacket(char command, byte[] data) {
  /** Far more than a filter may send of a body in one packet (65,535). */
  static final int OCTETS_MAX = 1 << 20;

  /** Reads the parts of a packet's data, one after the other. */
  static final class Reader {
    private final ByteBuffer left;
    private final char command;

    private Reader(MilterPacket packet) {
      this.left = ByteBuffer.wrap(packet.data).order(ByteOrder.BIG_ENDIAN);
      this.command = packet.command;
    }

    boolean hasMore() {
      return left.hasRemaining();
    }

    int number() throws FilterException {
      if (left.remaining() < Integer.BYTES) {
        throw cut();
      }
      return left.getInt();
    }

    String text() throws FilterException {
      int from = left.position();
      while (left.hasRemaining()) {
        if (left.get() == 0) {
          return decoded(left.array(), from, left.position() - 1 - from);
        }
      }
      throw cut();
    }

    List<String> texts() throws FilterException {
      List<String> out = new ArrayList<>();
      while (hasMore()) {
        out.add(text());
      }
      return out;
    }

    private FilterException cut() {
      return new FilterException("a packet '%s' that is cut short".formatted(shown(command)));
    }
  }

  Reader reader() {
    return new Reader(this);
  }

  /** The letter as it may be shown. */
  static String shown(char command) {
    return command > ' ' && command < 127
        ? String.valueOf(command)
        : "0x" + Integer.toHexString(command);
  }

  /** Octets that are not UTF-8 are read as ISO 8859-1. */
  private static String decoded(byte[] octets, int from, int length) {
    try {
      CharBuffer out =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets, from, length));
      return out.toString();
    } catch (CharacterCodingException e) {
      return new String(octets, from, length, StandardCharsets.ISO_8859_1);
    }
  }

  /** Makes the data of a packet. */
  static final class Writer {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Writer octet(char octet) {
      out.write(octet);
      return this;
    }

    Writer number(int number) {
      out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
      return this;
    }

    Writer port(int port) {
      out.write(port >>> 8);
      out.write(port);
      return this;
    }

    /** A text; what would end it before its time is left out. */
    Writer text(String text) {
      return text(text.getBytes(StandardCharsets.UTF_8));
    }

    Writer text(byte[] text) {
      for (byte octet : text) {
        if (octet != 0) {
          out.write(octet);
        }
      }
      out.write(0);
      return this;
    }

    byte[] data() {
      return out.toByteArray();
    }
  }
}
