package mailroad.mime;

import java.util.ArrayList;
import java.util.List;

/** The ids that Message-ID, References and In-Reply-To hold (RFC 5322 section 3.6.4). */
public final class MessageIds {
  private static final int CHARACTERS_MAX = 1_000;

  private MessageIds() {}

  /**
   * The ids of an unfolded field value, in order, without their brackets, quotes and what stands between them. Two that
   * are the same (RFC 5256 section 3) are the same text.
   *
   * @param max most ids; of more, the last ones count
   */
  public static List<String> of(String value, int max) {
    List<String> out = new ArrayList<>();
    int at = value.indexOf('<');
    while (at >= 0) {
      int end = value.indexOf('>', at);
      if (end < 0) {
        break;
      }
      int begin = value.lastIndexOf('<', end);
      String id = plain(value.substring(begin + 1, end));
      if (!id.isEmpty() && id.length() <= CHARACTERS_MAX) {
        out.add(id);
      }
      at = value.indexOf('<', end);
    }
    return out.size() <= max ? out : out.subList(out.size() - max, out.size());
  }

  /** Without quotes, escapes and blanks: {@code <"a"@b>} is {@code <a@b>}. */
  private static String plain(String id) {
    StringBuilder out = new StringBuilder(id.length());
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c == '\\' && i + 1 < id.length()) {
        out.append(id.charAt(++i));
      } else if (c != '"' && c > ' ') {
        out.append(c);
      }
    }
    return out.toString();
  }
}
