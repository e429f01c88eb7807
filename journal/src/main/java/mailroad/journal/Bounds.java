package mailroad.journal;

import java.util.ArrayList;
import java.util.List;
import mailroad.kernel.Reply;
import mailroad.kernel.Why;

/** Keeps what is written within what a value can hold, whatever a peer or a DNS server said. */
final class Bounds {
  /** Of a value's 100 KB, what one list or tree may take. */
  private static final int PART_OCTETS_MAX = 60_000;

  private static final int WHY_DEPTH_MAX = 20;
  private static final int REPLY_LINES_MAX = 50;
  private static final String CUT = "...";

  private final JournalConfig config;

  Bounds(JournalConfig config) {
    this.config = config;
  }

  /** The text, cut at a character's end so that its UTF-8 is not longer than the bound. */
  String text(String text) {
    return cut(text, config.textOctetsMax());
  }

  private static String cut(String text, int octetsMax) {
    if (text.length() <= octetsMax / 3) {
      return text;
    }
    int octets = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      octets += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      if (octets > octetsMax - CUT.length()) {
        return i + Character.charCount(c) == text.length() && octets <= octetsMax
            ? text
            : text.substring(0, i) + CUT;
      }
      i += Character.charCount(c);
    }
    return text;
  }

  /** The dialogue; where it is too long, its middle is left out: how it began and ended tells most. */
  List<String> dialogue(List<String> lines) {
    int most = Math.min(config.dialogueLinesMax(), PART_OCTETS_MAX / config.textOctetsMax());
    if (lines.size() <= most) {
      return lines.stream().map(this::text).toList();
    }
    int head = most / 2;
    int tail = most - head - 1;
    List<String> out = new ArrayList<>();
    lines.subList(0, head).forEach(line -> out.add(text(line)));
    out.add(CUT + " " + (lines.size() - head - tail) + " lines left out");
    lines.subList(lines.size() - tail, lines.size()).forEach(line -> out.add(text(line)));
    return out;
  }

  Reply reply(Reply reply) {
    return new Reply(
        reply.code(),
        reply.status(),
        reply.lines().stream().limit(REPLY_LINES_MAX).map(this::text).toList());
  }

  /** The tree, without what does not fit. */
  Why why(Why why) {
    int[] left = {PART_OCTETS_MAX};
    return why(why, 0, left);
  }

  private Why why(Why why, int depth, int[] left) {
    String finding = text(why.finding());
    String source = text(why.source());
    left[0] -= 3 * (finding.length() + source.length()) + 20;
    List<Why> because = new ArrayList<>();
    for (Why part : why.because()) {
      if (left[0] <= 0 || depth >= WHY_DEPTH_MAX) {
        because.add(new Why(CUT));
        break;
      }
      because.add(why(part, depth + 1, left));
    }
    return new Why(finding, source, because);
  }

  /** The addresses in lists that each fit into a value. */
  static List<List<String>> portions(List<String> addresses) {
    List<List<String>> out = new ArrayList<>();
    List<String> portion = new ArrayList<>();
    int octets = 0;
    for (String address : addresses) {
      octets += address.length() * 3 + 4;
      if (octets > PART_OCTETS_MAX && !portion.isEmpty()) {
        out.add(List.copyOf(portion));
        portion.clear();
        octets = address.length() * 3 + 4;
      }
      portion.add(address);
    }
    out.add(List.copyOf(portion));
    return out;
  }
}
