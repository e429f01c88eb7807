package mailroad.guard.content;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * The names in a compound file, the form of old office documents (MS-CFB): its directory is a chain of sectors that an
 * allocation table links.
 *
 * @param names of streams and folders
 * @param installer whether it is one of Windows' installers
 */
record CompoundFile(Set<String> names, boolean installer) {
  private static final int ENTRY = 128;

  /** The first sectors of the table stand in the header. */
  private static final int TABLE_SECTORS = 109;

  private static final int ENTRIES_MAX = 20_000;

  /** The class of a Windows installer's root, and of its patches. */
  private static final Set<String> INSTALLERS =
      Set.of("84100c0000000000c000000000000046", "86100c0000000000c000000000000046");

  /** The record's set does not change. */
  CompoundFile {
    names = Set.copyOf(names);
  }

  /** Reads what there is of a directory. */
  static CompoundFile of(byte[] file) {
    Reader reader = new Reader(file);
    reader.read();
    return new CompoundFile(reader.names, reader.installer);
  }

  boolean hasMacros() {
    return names.contains("_VBA_PROJECT")
        || names.contains("_VBA_PROJECT_CUR")
        || names.contains("Macros") && names.contains("WordDocument");
  }

  boolean isEncrypted() {
    return names.contains("EncryptedPackage");
  }

  /** Whether a file is packed in it that starts at a click. */
  boolean hasPackage() {
    return names.contains("\u0001Ole10Native");
  }

  private static final class Reader {
    private final byte[] file;
    private final Set<String> names = new HashSet<>();
    private int sectorOctets;
    private boolean installer;

    Reader(byte[] file) {
      this.file = file;
    }

    void read() {
      int shift = file.length < 512 ? 0 : file[30] & 0xFF;
      if (shift != 9 && shift != 12) {
        return;
      }
      sectorOctets = 1 << shift;
      int entries = 0;
      int sector = int32(48);
      // A chain that runs in a circle ends by the count.
      while (sector >= 0 && entries < ENTRIES_MAX) {
        long at = place(sector);
        if (at + sectorOctets > file.length) {
          return;
        }
        for (int i = 0; i < sectorOctets; i += ENTRY) {
          entry((int) at + i);
          entries++;
        }
        sector = next(sector);
      }
    }

    private long place(int sector) {
      return (sector + 1L) * sectorOctets;
    }

    private void entry(int at) {
      int octets = uint16(at + 64);
      if (octets >= 4 && octets <= 64) {
        names.add(new String(file, at, octets - 2, StandardCharsets.UTF_16LE));
      }
      boolean root = file[at + 66] == 5;
      installer |= root && INSTALLERS.contains(HexFormat.of().formatHex(file, at + 80, at + 96));
    }

    /** The sector behind another; below 0 if it is the last, or the table is not there. */
    private int next(int sector) {
      int perSector = sectorOctets / 4;
      int tableSector = tableSector(sector / perSector, perSector - 1);
      long at = tableSector < 0 ? -1 : place(tableSector) + 4L * (sector % perSector);
      return at < 0 || at + 4 > file.length ? -1 : int32((int) at);
    }

    /** The sector that holds a piece of the table: named in the header, or in sectors that are chained themselves. */
    private int tableSector(int piece, int perSector) {
      if (piece < TABLE_SECTORS) {
        return int32(76 + 4 * piece);
      }
      int list = int32(68);
      for (int left = piece - TABLE_SECTORS; ; left -= perSector) {
        long at = list < 0 ? file.length : place(list);
        if (at + sectorOctets > file.length) {
          return -1;
        }
        if (left < perSector) {
          return int32((int) at + 4 * left);
        }
        list = int32((int) at + 4 * perSector);
      }
    }

    private int uint16(int at) {
      return file[at] & 0xFF | (file[at + 1] & 0xFF) << 8;
    }

    private int int32(int at) {
      return uint16(at) | uint16(at + 2) << 16;
    }
  }
}
