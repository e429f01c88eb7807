package mailroad.guard.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import mailroad.mime.CharacterReferences;

/**
 * Reads HTML as a mail program would show it. One pass over whatever it is: what is not closed ends with the text, what
 * closes nothing is passed over. Used once.
 */
final class HtmlReader {
  private static final int NAME_CHARS_MAX = 20;
  private static final int SHOWN_CHARS_MAX = 400;

  /** Elements whose content is no text. */
  private static final Set<String> RAW = Set.of("style", "script", "title", "noscript", "template");

  /** Elements that do not part words. */
  private static final Set<String> INLINE =
      Set.of("a", "b", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u", "wbr");

  /** Elements without content. */
  private static final Set<String> VOID =
      Set.of(
          "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
          "track", "wbr");

  private static final Pattern UNSEEN =
      Pattern.compile(
          "display:none|visibility:hidden|font-size:0(?![.1-9])|opacity:0(?![.1-9])|max-height:0(?![.1-9])|mso-hide:all");

  private final String html;
  private final int linksMax;
  private final StringBuilder shown = new StringBuilder();
  private final StringBuilder hidden = new StringBuilder();
  private final List<Link> links = new ArrayList<>();
  private int pictures;
  private boolean script;
  private boolean password;

  private String anchor = ""; // where the open anchor leads
  private int anchorFrom = -1; // where its text begins; -1 if none is open
  private String hiding = ""; // the element that hides what is in it
  private int hidingDepth;

  HtmlReader(String html, int linksMax) {
    this.html = html;
    this.linksMax = linksMax;
  }

  HtmlText read() {
    int at = 0;
    while (at < html.length()) {
      char c = html.charAt(at);
      if (c == '<') {
        at = tag(at);
      } else if (c == '&') {
        at = CharacterReferences.resolve(html, at, text());
      } else {
        text().append(c);
        at++;
      }
    }
    closeAnchor();
    return new HtmlText(shown.toString(), hidden.toString(), links, pictures, script, password);
  }

  private StringBuilder text() {
    return hidingDepth > 0 ? hidden : shown;
  }

  /** Reads what begins with {@code <}; gives the place behind it. */
  private int tag(int at) {
    if (html.startsWith("<!--", at)) {
      int end = html.indexOf("-->", at + 4);
      return end < 0 ? html.length() : end + 3;
    }
    if (html.startsWith("<!", at) || html.startsWith("<?", at)) {
      int end = html.indexOf('>', at);
      return end < 0 ? html.length() : end + 1;
    }
    boolean closes = html.startsWith("</", at);
    int from = closes ? at + 2 : at + 1;
    int nameEnd = nameEnd(from);
    if (nameEnd == from) {
      text().append('<');
      return at + 1; // no tag at all
    }
    String name = html.substring(from, nameEnd).toLowerCase(Locale.ROOT);
    if (!INLINE.contains(name)) {
      text().append(' ');
    }
    Attributes attributes = new Attributes(html, nameEnd);
    int end = attributes.end();
    if (closes) {
      closed(name);
      return end;
    }
    opened(name, attributes);
    return RAW.contains(name) ? closing(end, name) : end;
  }

  private int nameEnd(int from) {
    int at = from;
    while (at < html.length()
        && at - from < NAME_CHARS_MAX
        && (isLetter(html.charAt(at)) || at > from && isOfName(html.charAt(at)))) {
      at++;
    }
    return at;
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  private static boolean isOfName(char c) {
    return c >= '0' && c <= '9' || c == '-' || c == ':';
  }

  private void opened(String name, Attributes attributes) {
    script |= attributes.handles() || name.equals("script");
    hide(name, attributes);
    switch (name) {
      case "a" -> {
        closeAnchor();
        anchor = attributes.value("href");
        anchorFrom = shown.length();
      }
      case "area" -> add(Link.Kind.ANCHOR, attributes.value("href"), attributes.value("alt"));
      case "form" -> add(Link.Kind.FORM, attributes.value("action"), "");
      case "button" -> add(Link.Kind.FORM, attributes.value("formaction"), "");
      case "input" -> password |= attributes.value("type").equalsIgnoreCase("password");
      case "img" -> {
        pictures++;
        add(Link.Kind.IMAGE, attributes.value("src"), attributes.value("alt"));
      }
      case "meta" -> refresh(attributes);
      default -> {}
    }
  }

  /** {@code <meta http-equiv=refresh content="0; url=...">}. */
  private void refresh(Attributes attributes) {
    String content = attributes.value("content");
    int url = content.toLowerCase(Locale.ROOT).indexOf("url=");
    if (attributes.value("http-equiv").equalsIgnoreCase("refresh") && url >= 0) {
      add(Link.Kind.REFRESH, content.substring(url + 4).replaceAll("^['\"]|['\"]$", ""), "");
    }
  }

  private void hide(String name, Attributes attributes) {
    if (VOID.contains(name)) {
      return;
    }
    if (hidingDepth > 0) {
      hidingDepth += name.equals(hiding) ? 1 : 0;
      return;
    }
    if (attributes.has("hidden") || attributes.has("style") && hides(attributes.value("style"))) {
      hiding = name;
      hidingDepth = 1;
    }
  }

  private static boolean hides(String style) {
    return UNSEEN.matcher(style.toLowerCase(Locale.ROOT).replaceAll("\\s+", "")).find();
  }

  private void closed(String name) {
    if (name.equals("a")) {
      closeAnchor();
    }
    if (hidingDepth > 0 && name.equals(hiding)) {
      hidingDepth--;
    }
  }

  private void closeAnchor() {
    if (anchorFrom >= 0) {
      int to = Math.min(shown.length(), anchorFrom + SHOWN_CHARS_MAX);
      add(Link.Kind.ANCHOR, anchor, shown.substring(Math.min(anchorFrom, to), to));
    }
    anchorFrom = -1;
  }

  private void add(Link.Kind kind, String target, String text) {
    if (!target.isBlank() && links.size() < linksMax) {
      links.add(new Link(kind, target.strip(), text.strip()));
    }
  }

  /** The place of the tag that closes a raw element; the end if none does. */
  private int closing(int from, String name) {
    for (int at = html.indexOf("</", from); at >= 0; at = html.indexOf("</", at + 2)) {
      if (html.regionMatches(true, at + 2, name, 0, name.length())) {
        return at;
      }
    }
    return html.length();
  }
}
