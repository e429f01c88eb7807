package mailroad.guard.deceit;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import mailroad.guard.text.HtmlText;
import mailroad.guard.text.Link;
import mailroad.guard.text.MessageTexts;
import mailroad.guard.text.WebAddress;
import mailroad.kernel.Domain;
import mailroad.kernel.Text;

/** Looks at the links of one message. Used once, by one task. */
final class LinkJudge {
  private static final int HIDDEN_CHARS_MIN = 500;
  private static final Set<Integer> PORTS = Set.of(-1, 80, 443, 8080, 8443);

  /** Text that is one address and nothing else. */
  private static final Pattern SHOWN_ADDRESS =
      Pattern.compile(
          "(?i)(?:https?://)?[\\p{L}\\d-]{1,63}(?:\\.[\\p{L}\\d-]{1,63}){0,8}\\.\\p{L}{2,24}(?:[/?#]\\S*)?");

  private final DeceitConfig config;
  private final Lookalikes lookalikes;
  private final Sites sites;
  private final Optional<Domain> author;
  private final Found found;

  /**
   * A judge.
   *
   * @param author the domain in From, if something vouches for it: its own counting links are no wonder
   */
  LinkJudge(
      DeceitConfig config,
      Lookalikes lookalikes,
      Sites sites,
      Optional<Domain> author,
      Found found) {
    this.config = config;
    this.lookalikes = lookalikes;
    this.sites = sites;
    this.author = author;
    this.found = found;
  }

  void judge(MessageTexts texts) {
    for (MessageTexts.Text text : texts.texts()) {
      page(text.content());
      text.content().links().forEach(this::link);
    }
  }

  private void page(HtmlText page) {
    boolean form = page.links().stream().anyMatch(link -> link.kind() == Link.Kind.FORM);
    if (page.password()) {
      found.add(DeceitFinding.ASKS_PASSWORD, "a form in the message asks for a password");
    } else if (form) {
      found.add(DeceitFinding.FORM, "the message has a form to fill in");
    }
    if (page.hidden().length() > HIDDEN_CHARS_MIN) {
      hidden(page);
    }
  }

  private void hidden(HtmlText page) {
    long hidden = page.hidden().chars().filter(Character::isLetter).count();
    long shown = page.shown().chars().filter(Character::isLetter).count();
    if (hidden > HIDDEN_CHARS_MIN && hidden > shown) {
      found.add(
          DeceitFinding.HIDDEN_TEXT,
          Text.count(shown, "letter is", "letters are")
              + " shown and %d are hidden".formatted(hidden));
    }
  }

  private void link(Link link) {
    if (link.kind() == Link.Kind.IMAGE) {
      return;
    }
    Optional<WebAddress> parsed = WebAddress.parse(link.target());
    if (parsed.isEmpty()) {
      return;
    }
    WebAddress address = parsed.get();
    switch (address.scheme()) {
      case "http", "https", "ftp" -> leads(link, address);
      case "javascript", "vbscript", "data" ->
          found.add(
              DeceitFinding.LINK_SCRIPT,
              "a link is a %s of its own"
                  .formatted(address.scheme().equals("data") ? "page" : "script"));
      default -> {}
    }
  }

  private void leads(Link link, WebAddress address) {
    WebAddress end = behindRedirector(address);
    form(end);
    end.address().ifPresent(it -> numbers(end, it));
    end.domain().ifPresent(domain -> name(link, end, domain));
  }

  /** Where a redirector leads, if it says so. */
  private WebAddress behindRedirector(WebAddress address) {
    boolean redirects = config.redirectors().contains(address.host().toLowerCase(Locale.ROOT));
    if (!redirects) {
      return address;
    }
    for (String pair : address.query().split("&")) {
      String value = WebAddress.percentResolved(pair.substring(pair.indexOf('=') + 1));
      Optional<WebAddress> target =
          WebAddress.parse(value).filter(it -> it.scheme().startsWith("http"));
      if (target.isPresent()) {
        found.add(
            DeceitFinding.LINK_REDIRECTED,
            "a link leads to %s by way of %s".formatted(target.get().host(), address.host()));
        return target.get();
      }
    }
    return address;
  }

  private void form(WebAddress address) {
    if (address.user().contains(".") || address.user().contains("%")) {
      found.add(
          DeceitFinding.LINK_USER,
          "a link begins with %s and leads to %s".formatted(address.user(), address.host()));
    }
    if (!PORTS.contains(address.port())) {
      found.add(
          DeceitFinding.LINK_PORT,
          "a link leads to port %d of %s".formatted(address.port(), address.host()));
    }
    String path = address.path();
    String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (path.contains(".") && config.programEndings().contains(ending)) {
      found.add(DeceitFinding.LINK_PROGRAM, "a link loads a .%s file".formatted(ending));
    }
  }

  private void numbers(WebAddress address, InetAddress at) {
    if (address.disguisesAddress()) {
      found.add(
          DeceitFinding.LINK_ADDRESS_DISGUISED,
          "a link leads to %s, which is %s in disguise"
              .formatted(address.host(), at.getHostAddress()));
    } else {
      found.add(
          DeceitFinding.LINK_ADDRESS,
          "a link leads to the address %s, which has no name".formatted(at.getHostAddress()));
    }
  }

  private void name(Link link, WebAddress address, Domain domain) {
    if (config.shorteners().contains(domain.name())) {
      found.add(DeceitFinding.LINK_SHORTENED, "a link is shortened by " + domain);
    }
    if (Lookalikes.mixesScripts(domain)) {
      found.add(
          DeceitFinding.LINK_MIXED_SCRIPT,
          "a link leads to %s, which mixes writing systems".formatted(domain.unicode()));
    }
    lookalikes
        .of(domain)
        .ifPresent(resemblance ->
            found.add(
                resemblance.strong() ? DeceitFinding.LINK_LOOKALIKE : DeceitFinding.LINK_SIMILAR,
                "a link leads to %s, which %s".formatted(domain.unicode(), resemblance.text())));
    if (link.kind() == Link.Kind.ANCHOR && !isSame(address, link)) {
      shown(link).ifPresent(shown -> differs(shown, domain));
    }
  }

  private static boolean isSame(WebAddress address, Link link) {
    return link.shown().equalsIgnoreCase(address.host()) || link.shown().equals(link.target());
  }

  /** The name that a link's text shows, if that is an address. */
  private static Optional<Domain> shown(Link link) {
    String text = link.shown().replaceAll("[\\u200B-\\u200D\\uFEFF\\u00AD]", "").strip();
    if (text.length() > 300 || !SHOWN_ADDRESS.matcher(text).matches()) {
      return Optional.empty();
    }
    String full = text.contains("://") ? text : "http://" + text;
    return WebAddress.parse(full).flatMap(WebAddress::domain);
  }

  private void differs(Domain shown, Domain target) {
    if (sites.same(shown, target)) {
      return;
    }
    String sentence =
        "a link shows %s and leads to %s".formatted(shown.unicode(), target.unicode());
    if (lookalikes.isOriginal(shown) && !lookalikes.isOriginal(target)) {
      found.add(DeceitFinding.LINK_TEXT_POSES, sentence);
    } else if (author.filter(it -> sites.same(it, target) || sites.same(it, shown)).isEmpty()) {
      found.add(DeceitFinding.LINK_TEXT_DIFFERS, sentence);
    }
  }
}
