package mailroad.journal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import mailroad.kernel.Reply;
import mailroad.kernel.Text;
import mailroad.kernel.Why;

/** Keeps what is written within what a value can hold, whatever a peer or a DNS server said. */
final class Bounds {
  /** Of a value's 100 KB, what one list or tree may take. */
  private static final int PART_OCTETS_MAX = 45_000;

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
    List<String> all = lines.stream().map(this::text).toList();
    int head = fitting(all);
    if (head == all.size()) {
      return all;
    }
    int tail = Math.min(fitting(all.reversed()), all.size() - head);
    List<String> out = new ArrayList<>(all.subList(0, head));
    int left = all.size() - head - tail;
    if (left > 0) {
      out.add(CUT + " " + Text.count(left, "line") + " left out");
    }
    out.addAll(all.subList(all.size() - tail, all.size()));
    return out;
  }

  /** How many of the first lines fit into half of what a dialogue may take; all, if all fit the whole. */
  private int fitting(List<String> lines) {
    int octets = lines.stream().mapToInt(Bounds::octets).sum();
    if (lines.size() <= config.dialogueLinesMax() && octets <= PART_OCTETS_MAX) {
      return lines.size();
    }
    int fit = 0;
    int left = PART_OCTETS_MAX / 2;
    while (fit < lines.size() && fit < config.dialogueLinesMax() / 2) {
      left -= octets(lines.get(fit));
      if (left < 0) {
        break;
      }
      fit++;
    }
    return fit;
  }

  private static int octets(String line) {
    return line.getBytes(StandardCharsets.UTF_8).length + 4;
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
