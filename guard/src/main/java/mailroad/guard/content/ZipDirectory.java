package mailroad.guard.content;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a zip archive says that it holds. Programs believe the directory at its end, and so does this; where the heads of
 * the files say otherwise, or where there is more than one directory, somebody wants it read in two ways.
 *
 * @param files in their order
 * @param more whether there are more than are listed here
 * @param twofold how it may be read in two ways, if it may
 * @param whole whether there is a directory; otherwise files were looked for from the start
 */
record ZipDirectory(List<Packed> files, boolean more, Optional<String> twofold, boolean whole) {
  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int END_OCTETS = 22;
  private static final long FULL = 0xFFFFFFFFL;

  /** The record's list does not change. */
  ZipDirectory {
    files = List.copyOf(files);
  }

  /** Octets that all files say to become. */
  long size() {
    return files.stream().mapToLong(file -> Math.min(file.size(), 1L << 50)).sum();
  }

  /** Octets that all files take in the archive. */
  long packed() {
    return files.stream().mapToLong(file -> Math.min(file.packed(), 1L << 50)).sum();
  }

  static ZipDirectory of(byte[] zip, int filesMax) {
    return new Reader(zip, filesMax).read();
  }

  /** Reads one archive. */
  private static final class Reader {
    private final byte[] zip;
    private final int filesMax;
    private final List<Packed> files = new ArrayList<>();
    private String twofold = "";
    private boolean more;

    Reader(byte[] zip, int filesMax) {
      this.zip = zip;
      this.filesMax = filesMax;
    }

    ZipDirectory read() {
      int end = end();
      boolean whole = end >= 0 && directory(end);
      if (!whole) {
        files.clear();
        heads();
      }
      return new ZipDirectory(
          files, more, Optional.of(twofold).filter(text -> !text.isEmpty()), whole);
    }

    /** The last end record; its comment may be up to 65535 octets long. */
    private int end() {
      int from = Math.max(0, zip.length - END_OCTETS - 65_535);
      for (int at = zip.length - END_OCTETS; at >= from; at--) {
        if (int32(at) == END) {
          return at;
        }
      }
      return -1;
    }

    private boolean directory(int end) {
      long size = uint32(end + 12);
      long from = uint32(end + 16);
      int wide = end - 20;
      long stop = end;
      if ((size == FULL || from == FULL) && wide >= 0 && int32(wide) == LOCATOR_64) {
        long record = int64(wide + 8);
        if (record < 0 || record > zip.length - 56 || int32((int) record) != END_64) {
          return false;
        }
        size = int64((int) record + 40);
        from = int64((int) record + 48);
        stop = record;
      }
      long start = stop - size;
      long base = start - from; // what stands before the archive, as in one that unpacks itself
      if (size < 0 || from < 0 || start < 0 || base < 0) {
        return false;
      }
      if (base > 0 && int32(0) == LOCAL) {
        twofold = "one archive stands before another";
      }
      entries((int) start, (int) stop, base);
      return !files.isEmpty() || size == 0;
    }

    private void entries(int from, int to, long base) {
      int at = from;
      while (at + 46 <= to && int32(at) == CENTRAL) {
        int nameOctets = uint16(at + 28);
        int extraOctets = uint16(at + 30);
        int next = at + 46 + nameOctets + extraOctets + uint16(at + 32);
        if (next > to) {
          return;
        }
        if (files.size() == filesMax) {
          more = true;
          return;
        }
        files.add(entry(at, nameOctets, extraOctets, base));
        at = next;
      }
    }

    private Packed entry(int at, int nameOctets, int extraOctets, long base) {
      int flags = uint16(at + 8);
      long[] wide = {uint32(at + 24), uint32(at + 20), uint32(at + 42)};
      widen(wide, at + 46 + nameOctets, extraOctets);
      byte[] name = Arrays.copyOfRange(zip, at + 46, at + 46 + nameOctets);
      long data = data(base + wide[2], name, flags);
      boolean encrypted = (flags & 1) != 0 || uint16(at + 10) == 99;
      return new Packed(
          Packed.name(name, (flags & 0x800) != 0),
          uint16(at + 10),
          encrypted,
          Math.max(0, wide[1]),
          Math.max(0, wide[0]),
          data);
    }

    /** Numbers too large for four octets stand in an extra field, in this order, those alone that are. */
    private void widen(long[] numbers, int from, int length) {
      int at = from;
      while (at + 4 <= from + length) {
        int id = uint16(at);
        int octets = uint16(at + 2);
        if (id == 1) {
          int value = at + 4;
          for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] == FULL && value + 8 <= Math.min(at + 4 + octets, from + length)) {
              numbers[i] = int64(value);
              value += 8;
            }
          }
          return;
        }
        at += 4 + octets;
      }
    }

    /** Where the octets of a file begin, behind its own head; -1 if there is none. */
    private long data(long head, byte[] name, int flags) {
      if (head < 0 || head > zip.length - 30 || int32((int) head) != LOCAL) {
        twofold = "a file has no head of its own";
        return -1;
      }
      int at = (int) head;
      int nameOctets = uint16(at + 26);
      long data = head + 30L + nameOctets + uint16(at + 28);
      if (data > zip.length) {
        return -1;
      }
      byte[] own = Arrays.copyOfRange(zip, at + 30, at + 30 + nameOctets);
      if (!Arrays.equals(own, name)) {
        twofold = "a file has two names";
      }
      if ((uint16(at + 6) & 1) != (flags & 1)) {
        twofold = "a file is encrypted by one account and not by the other";
      }
      return data;
    }

    /** Without a directory: from head to head, as far as each says how long it is. */
    private void heads() {
      long at = 0;
      while (at + 30 <= zip.length && int32((int) at) == LOCAL) {
        if (files.size() == filesMax) {
          more = true;
          return;
        }
        int head = (int) at;
        int flags = uint16(head + 6);
        int nameOctets = uint16(head + 26);
        long data = at + 30L + nameOctets + uint16(head + 28);
        if (data > zip.length) {
          return;
        }
        boolean unsaid = (flags & 8) != 0;
        long packed = unsaid ? zip.length - data : uint32(head + 18);
        byte[] name = Arrays.copyOfRange(zip, head + 30, head + 30 + nameOctets);
        files.add(
            new Packed(
                Packed.name(name, (flags & 0x800) != 0),
                uint16(head + 8),
                (flags & 1) != 0,
                packed,
                unsaid ? 0 : uint32(head + 22),
                data));
        if (unsaid) {
          return;
        }
        at = data + packed;
      }
    }

    private int uint16(int at) {
      return at + 2 > zip.length ? 0 : zip[at] & 0xFF | (zip[at + 1] & 0xFF) << 8;
    }

    private int int32(int at) {
      return at < 0 || at + 4 > zip.length ? 0 : uint16(at) | uint16(at + 2) << 16;
    }

    private long uint32(int at) {
      return int32(at) & FULL;
    }

    private long int64(int at) {
      return uint32(at) | uint32(at + 4) << 32;
    }
  }
}
