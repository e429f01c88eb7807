package mailroad.mime;

import java.util.Locale;

/**
 * What a subject is about, without the marks that replies and forwards put around it (RFC 5256 section 2.1). Linear in the
 * length of the subject.
 *
 * @param text the base subject; empty if nothing but marks is there
 * @param reply whether marks of a reply or forward were removed
 */
public record BaseSubject(String text, boolean reply) {
  /**
   * The base of a subject.
   *
   * @param subject unfolded, encoded words decoded
   */
  public static BaseSubject of(String subject) {
    return new Stripping(blanksToOne(subject)).strip();
  }

  /** RFC 5256 section 2.1, step 1. */
  private static String blanksToOne(String subject) {
    StringBuilder out = new StringBuilder(subject.length());
    boolean blank = false;
    for (int i = 0; i < subject.length(); i++) {
      char c = subject.charAt(i);
      boolean isBlank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
      if (!isBlank) {
        out.append(c);
      } else if (!blank) {
        out.append(' ');
      }
      blank = isBlank;
    }
    return out.toString();
  }

  /** The rest of the subject, between two places that only come closer. Used once. */
  private static final class Stripping {
    private final String text;
    private int from;
    private int to;
    private boolean reply;

    Stripping(String text) {
      this.text = text;
      this.to = text.length();
    }

    BaseSubject strip() {
      do {
        trailers();
        leaders();
      } while (forwarded());
      return new BaseSubject(text.substring(from, to), reply);
    }

    /** Step 2: {@code subj-trailer}. */
    private void trailers() {
      while (true) {
        if (to > from && text.charAt(to - 1) == ' ') {
          to--;
        } else if (to - from >= 5 && is("(fwd)", to - 5)) {
          to -= 5;
          reply = true;
        } else {
          return;
        }
      }
    }

    /**
     * Steps 3 to 5: {@code subj-leader} and {@code subj-blob}. Where no mark of a reply follows the blobs, none follows when
     * one of them is gone, so that they are passed over together.
     */
    private void leaders() {
      while (true) {
        from = blanks(from);
        int last = from; // where the last of the blobs begins
        int after = from; // behind them
        for (int next = blob(after); next > after; next = blob(after)) {
          last = after;
          after = next;
        }
        int marked = mark(after);
        if (marked > after) {
          from = marked;
          reply = true;
        } else {
          from = after < to ? after : last;
          return;
        }
      }
    }

    /** Step 6: {@code [fwd: ... ]}. */
    private boolean forwarded() {
      boolean forwarded = to - from >= 6 && is("[fwd:", from) && text.charAt(to - 1) == ']';
      if (forwarded) {
        from += 5;
        to--;
        reply = true;
      }
      return forwarded;
    }

    /** The place behind {@code subj-blob}, or the same if there is none. */
    private int blob(int at) {
      if (at >= to || text.charAt(at) != '[') {
        return at;
      }
      for (int i = at + 1; i < to; i++) {
        char c = text.charAt(i);
        if (c == ']') {
          return blanks(i + 1);
        }
        if (c == '[') {
          return at;
        }
      }
      return at;
    }

    /** The place behind {@code subj-refwd}, or the same if there is none. */
    private int mark(int at) {
      int word = is("re", at) ? 2 : is("fwd", at) ? 3 : is("fw", at) ? 2 : 0;
      if (word == 0) {
        return at;
      }
      int end = blob(blanks(at + word));
      return end < to && text.charAt(end) == ':' ? end + 1 : at;
    }

    private int blanks(int at) {
      int i = at;
      while (i < to && text.charAt(i) == ' ') {
        i++;
      }
      return i;
    }

    private boolean is(String word, int at) {
      return at + word.length() <= to
          && text.substring(at, at + word.length()).toLowerCase(Locale.ROOT).equals(word);
    }
  }
}
