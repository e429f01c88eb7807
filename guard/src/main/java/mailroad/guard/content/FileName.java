package mailroad.guard.content;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name of a file, as whoever opens it would see it.
 *
 * @param name without folders
 * @param ending in lower case, without its dot; empty if there is none
 */
record FileName(String name, String ending) {
  private static final int CHARACTERS_MAX = 1_000;

  /** Endings of what people open without a thought. */
  private static final Set<String> HARMLESS =
      Set.of(
          "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "txt", "rtf", "jpg", "jpeg", "png",
          "gif", "bmp", "tif", "tiff", "csv", "mp3", "mp4", "avi", "mov", "wav", "zip", "odt",
          "ods", "html", "htm", "xml", "eml", "msg");

  private static final Pattern BLANKS = Pattern.compile("[\\s\\u00A0\\u2000-\\u200B\\u3000_.]{8,}");

  /** A name as it stands in a message or an archive. */
  static FileName of(String written) {
    String text =
        written.length() > CHARACTERS_MAX
            ? written.substring(written.length() - CHARACTERS_MAX)
            : written;
    String base = text.substring(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1);
    return new FileName(base, ending(withoutHidden(base)));
  }

  /** Windows drops dots and blanks at the end of a name, and a file system ends it at NUL or a stream's colon. */
  private static String ending(String base) {
    String name = base;
    int nul = name.indexOf('\0');
    name = nul >= 0 ? name.substring(0, nul) : name;
    int stream = name.indexOf(':');
    name = stream > 0 ? name.substring(0, stream) : name;
    name = name.replaceFirst("[. \\u00A0]++$", "");
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).strip().toLowerCase(Locale.ROOT);
  }

  private static String withoutHidden(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .filter(c -> c == 0 || Character.getType(c) != Character.FORMAT)
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  boolean endsIn(List<String> endings) {
    return endings.contains(ending);
  }

  /** In what way the name hides what the file is, if it does. */
  Optional<String> deception(List<String> executable) {
    // U+202E writes what follows from right to left: "invoice" U+202E "fdp.exe" looks like
    // invoiceexe.pdf.
    if (name.codePoints().anyMatch(FileName::turns)) {
      return Optional.of("has a mark in it that turns the direction of writing");
    }
    if (name.indexOf('\0') >= 0) {
      return Optional.of("has a NUL in it");
    }
    int dot = withoutHidden(name).lastIndexOf('.');
    if (dot > 0 && executable.contains(ending)) {
      String before = ending(withoutHidden(name).substring(0, dot));
      if (HARMLESS.contains(before)) {
        return Optional.of("ends in ." + ending + ", though it looks like ." + before);
      }
    }
    if (BLANKS.matcher(name).find() && dot > 0) {
      return Optional.of("has many blanks that push its ending out of sight");
    }
    return Optional.empty();
  }

  private static boolean turns(int c) {
    // Not the marks and isolates that names in Arabic or Hebrew, and those of some phones, have
    // rightly.
    return c == 0x202B || c == 0x202D || c == 0x202E || c == 0x2067;
  }

  @Override
  public String toString() {
    return name.isEmpty() ? "a file without a name" : name;
  }
}
