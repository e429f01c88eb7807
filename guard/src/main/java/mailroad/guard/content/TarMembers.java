package mailroad.guard.content;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The files in a tar archive: ustar, and the long names of GNU and pax. */
final class TarMembers {
  private static final int BLOCK = 512;

  private TarMembers() {}

  /**
   * A file.
   *
   * @param octets what the archive has of it
   */
  record Member(String name, byte[] octets) {}

  /** The files of an archive, up to {@code max}. */
  static List<Member> of(byte[] tar, int max) {
    List<Member> members = new ArrayList<>();
    String longName = "";
    for (long at = 0; at + BLOCK <= tar.length && tar[(int) at] != 0 && members.size() < max; ) {
      int head = (int) at;
      long size = size(tar, head);
      int from = head + BLOCK;
      int to = (int) Math.min(tar.length, from + size);
      byte kind = tar[head + 156];
      byte[] octets = Arrays.copyOfRange(tar, from, to);
      switch (kind) {
        case 'L' -> longName = text(octets, 0, octets.length);
        case 'x' -> longName = paxPath(new String(octets, StandardCharsets.UTF_8), longName);
        case '0', 0, '7' -> {
          members.add(new Member(longName.isEmpty() ? name(tar, head) : longName, octets));
          longName = "";
        }
        default -> longName = "";
      }
      at += BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
    }
    return members;
  }

  private static String name(byte[] tar, int head) {
    boolean ustar = text(tar, head + 257, 5).equals("ustar");
    String prefix = ustar ? text(tar, head + 345, 155) : "";
    String name = text(tar, head, 100);
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String paxPath(String records, String otherwise) {
    int at = records.indexOf(" path=");
    int end = at < 0 ? -1 : records.indexOf('\n', at);
    return end < 0 ? otherwise : records.substring(at + 6, end);
  }

  private static String text(byte[] octets, int from, int length) {
    int end = from;
    while (end < from + length && end < octets.length && octets[end] != 0) {
      end++;
    }
    return new String(octets, from, end - from, StandardCharsets.UTF_8);
  }

  /** Octal digits, or a number of base 256 with the first bit set; no more than an archive in memory can have. */
  private static long size(byte[] tar, int head) {
    long size = 0;
    boolean binary = (tar[head + 124] & 0x80) != 0;
    for (int i = head + 124; i < head + 136; i++) {
      if (binary) {
        size = size << 8 | (i == head + 124 ? tar[i] & 0x7F : tar[i] & 0xFF);
      } else if (tar[i] >= '0' && tar[i] <= '7') {
        size = size << 3 | tar[i] - '0';
      }
    }
    return Math.clamp(size, 0, Integer.MAX_VALUE);
  }
}
