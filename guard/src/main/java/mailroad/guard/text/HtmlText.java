package mailroad.guard.text;

import java.util.List;

/**
 * What a piece of HTML shows and does.
 *
 * @param shown the text that is to be seen
 * @param hidden text that is there but not to be seen, because its element says so
 * @param links in their order
 * @param pictures how many pictures it has
 * @param script whether it has scripts, or attributes that are
 * @param password whether it asks for a password
 */
public record HtmlText(
    String shown, String hidden, List<Link> links, int pictures, boolean script, boolean password) {
  /** The record's list does not change. */
  public HtmlText {
    links = List.copyOf(links);
  }

  /** Plain text: all of it is shown. */
  static HtmlText plain(String text, int linksMax) {
    return new HtmlText(text, "", PlainLinks.in(text, linksMax), 0, false, false);
  }

  /**
   * Reads HTML.
   *
   * @param linksMax most links that are kept
   */
  public static HtmlText of(String html, int linksMax) {
    return new HtmlReader(html, linksMax).read();
  }
}
