package mailroad.guard.deceit;

import java.util.List;
import java.util.Locale;
import mailroad.kernel.Domain;
import mailroad.mime.Address;
import mailroad.mime.Addresses;
import mailroad.mime.MimeLimits;

/**
 * How names are looked at that pose as others.
 *
 * @param enabled whether they are
 * @param protectedDomains domains that others like to pose as, beside the recipients' own: your bank, your suppliers
 * @param protectedPeople whose names others like to pose by, each as {@code Jane Doe <jane@b.example>}: mail that bears
 *     the name and comes from another domain is found
 * @param redirectors hosts that lead to an address in their query, which is looked at instead
 * @param shorteners hosts of short addresses, which say nothing of where they lead
 * @param freemail domains where anybody may have an address
 * @param programEndings endings of paths that a browser would load as a program
 * @param textOctetsMax how much of a message's text is read
 * @param linksMax how many links of a text are looked at
 * @param scores how much each finding weighs
 */
public record DeceitConfig(
    boolean enabled,
    List<String> protectedDomains,
    List<String> protectedPeople,
    List<String> redirectors,
    List<String> shorteners,
    List<String> freemail,
    List<String> programEndings,
    int textOctetsMax,
    int linksMax,
    DeceitScores scores) {
  /** Protects the recipients' own domains. */
  public static final DeceitConfig DEFAULT =
      new DeceitConfig(
          true,
          List.of(),
          List.of(),
          List.of(
              "google.com",
              "www.google.com",
              "l.facebook.com",
              "lm.facebook.com",
              "t.umblr.com",
              "out.reddit.com",
              "www.bing.com",
              "duckduckgo.com",
              "slack-redir.net",
              "exit.sc"),
          List.of(
              "bit.ly",
              "tinyurl.com",
              "goo.gl",
              "t.co",
              "ow.ly",
              "is.gd",
              "buff.ly",
              "rebrand.ly",
              "cutt.ly",
              "rb.gy",
              "t.ly",
              "shorturl.at",
              "tiny.cc",
              "v.gd",
              "s.id",
              "lnkd.in"),
          List.of(
              "gmail.com",
              "googlemail.com",
              "outlook.com",
              "hotmail.com",
              "live.com",
              "msn.com",
              "yahoo.com",
              "ymail.com",
              "aol.com",
              "icloud.com",
              "me.com",
              "gmx.de",
              "gmx.net",
              "gmx.com",
              "web.de",
              "t-online.de",
              "freenet.de",
              "mail.com",
              "proton.me",
              "protonmail.com",
              "mail.ru",
              "yandex.ru",
              "yandex.com",
              "qq.com",
              "163.com",
              "126.com",
              "orange.fr",
              "laposte.net",
              "libero.it",
              "zoho.com",
              "tutanota.com"),
          List.of(
              "exe", "scr", "msi", "js", "vbs", "hta", "jar", "apk", "bat", "cmd", "ps1", "iso"),
          262_144,
          300,
          DeceitScores.DEFAULT);

  /** Names are names. */
  public DeceitConfig {
    protectedDomains = List.copyOf(protectedDomains);
    protectedPeople = List.copyOf(protectedPeople);
    redirectors = domains("redirectors", redirectors);
    shorteners = domains("shorteners", shorteners);
    freemail = domains("freemail", freemail);
    domains("protected-domains", protectedDomains);
    programEndings = List.copyOf(programEndings);
    protectedPeople.forEach(DeceitConfig::person);
    if (textOctetsMax < 1_024) {
      throw new IllegalArgumentException("text-octets-max must be at least 1024");
    }
    if (linksMax < 1) {
      throw new IllegalArgumentException("links-max must be at least 1");
    }
  }

  private static List<String> domains(String key, List<String> names) {
    for (String name : names) {
      if (Domain.parse(name).isEmpty()) {
        throw new IllegalArgumentException("%s: \"%s\" is not a domain".formatted(key, name));
      }
    }
    return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
  }

  /**
   * Somebody whose name is protected.
   *
   * @param domain where mail with this name may come from
   */
  record Person(String name, Domain domain) {}

  static Person person(String line) {
    List<Address> addresses = Addresses.parse(line, MimeLimits.DEFAULT);
    if (addresses.size() == 1
        && addresses.getFirst() instanceof Address.Mailbox mailbox
        && !mailbox.name().isBlank()
        && Domain.parse(mailbox.domain()).isPresent()) {
      return new Person(mailbox.name(), new Domain(mailbox.domain()));
    }
    throw new IllegalArgumentException(
        "protected-people: \"%s\" is not as Jane Doe <jane@b.example>".formatted(line));
  }
}
