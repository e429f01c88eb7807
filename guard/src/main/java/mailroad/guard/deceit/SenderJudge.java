package mailroad.guard.deceit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Text;
import mailroad.mime.Address;
import mailroad.mime.Addresses;
import mailroad.mime.EncodedWords;
import mailroad.mime.Field;
import mailroad.mime.Header;
import mailroad.mime.MimeLimits;
import mailroad.store.StoreException;

/** Looks at who a message says that it is from. Used once, by one task. */
final class SenderJudge {
  private static final int RECIPIENT_DOMAINS_MAX = 3;

  private static final Pattern ADDRESS =
      Pattern.compile(
          "[\\p{L}\\d._%+-]{1,64}+@([\\p{L}\\d-]{1,63}+(?:\\.[\\p{L}\\d-]{1,63}+){1,8}+)");

  private final DeceitConfig config;
  private final Lookalikes lookalikes;
  private final Sites sites;
  private final Found found;

  SenderJudge(DeceitConfig config, Lookalikes lookalikes, Sites sites, Found found) {
    this.config = config;
    this.lookalikes = lookalikes;
    this.sites = sites;
    this.found = found;
  }

  /** Who has an account here. */
  @FunctionalInterface
  interface Accounts {
    boolean has(EmailAddress address) throws StoreException;
  }

  /**
   * What is known of the recipients.
   *
   * @param domains their domains that are local here
   * @param vouched the domain in From, if something vouches for it
   * @param asked whether anybody asked what vouches for the message
   */
  record Setting(Set<Domain> domains, Optional<Domain> vouched, boolean asked, Accounts accounts) {}

  void judge(Header header, Setting setting) throws StoreException {
    List<Field> fields = header.all("From");
    if (fields.size() != 1) {
      found.add(
          DeceitFinding.FROM_SEVERAL,
          fields.isEmpty() ? "it does not say whom it is from" : "it has several From fields");
    }
    hidden(header);
    Optional<Address.Mailbox> from = mailbox(fields);
    if (from.isEmpty()) {
      return;
    }
    Optional<Domain> domain = Domain.parse(from.get().domain());
    String name = EncodedWords.decode(from.get().name());
    boolean list = header.first("List-Id").isPresent() || header.first("List-Post").isPresent();
    if (domain.isPresent()) {
      domain(domain.get(), setting, list);
      name(name, domain.get());
      if (!list && !setting.domains().contains(domain.get())) {
        ours(name, domain.get(), setting);
      }
      if (!list) {
        reply(header, domain.get());
      }
    }
  }

  private static Optional<Address.Mailbox> mailbox(List<Field> fields) {
    return fields.stream()
        .limit(1)
        .flatMap(field -> Addresses.parse(field.value(), MimeLimits.DEFAULT).stream())
        .filter(Address.Mailbox.class::isInstance)
        .map(Address.Mailbox.class::cast)
        .findFirst();
  }

  private void hidden(Header header) {
    for (String name : List.of("From", "Subject", "Reply-To")) {
      String text = header.first(name).map(Field::text).orElse("");
      if (Text.all(text, c -> c < 0xAD)) {
        continue;
      }
      boolean turns = text.chars().anyMatch(c -> c == 0x202E || c == 0x202D);
      long unseen =
          text.chars().filter(c -> c == 0x200B || c == 0x2060 || c == 0xFEFF || c == 0xAD).count();
      if (turns || unseen > 1) {
        found.add(
            DeceitFinding.HIDDEN_CHARACTERS,
            "the %s field has characters that %s"
                .formatted(name, turns ? "turn it round" : "nobody sees"));
      }
    }
  }

  private void domain(Domain domain, Setting setting, boolean list) {
    lookalikes
        .of(domain)
        .ifPresent(resemblance ->
            found.add(
                resemblance.strong() ? DeceitFinding.FROM_LOOKALIKE : DeceitFinding.FROM_SIMILAR,
                "it is from %s, which %s".formatted(domain.unicode(), resemblance.text())));
    boolean vouched = setting.vouched().filter(it -> sites.same(it, domain)).isPresent();
    if (setting.asked() && !vouched && !list && setting.domains().contains(domain)) {
      found.add(
          DeceitFinding.FROM_OUR_DOMAIN,
          "it says that it is from %s, which is here, and it came from elsewhere"
              .formatted(domain));
    }
  }

  private void name(String name, Domain domain) {
    Matcher matcher = ADDRESS.matcher(name);
    if (name.indexOf('@') > 0 && matcher.find()) {
      Optional<Domain> shown = Domain.parse(matcher.group(1));
      if (shown.filter(it -> !sites.same(it, domain)).isPresent()) {
        found.add(
            DeceitFinding.FROM_NAME_ADDRESS,
            "its sender is called %s, and writes from %s".formatted(matcher.group(), domain));
      }
    }
    for (String line : config.protectedPeople()) {
      DeceitConfig.Person known = DeceitConfig.person(line);
      if (PersonName.of(known.name()).words().equals(PersonName.of(name).words())
          && !sites.same(known.domain(), domain)) {
        found.add(
            DeceitFinding.FROM_NAME_PROTECTED,
            "its sender is called %s, who writes from %s, and it is from %s"
                .formatted(known.name(), known.domain(), domain));
      }
    }
  }

  /** Whether somebody here goes by this name. */
  private void ours(String name, Domain domain, Setting setting) throws StoreException {
    if (setting.domains().isEmpty()) {
      return;
    }
    Set<String> localParts = PersonName.of(name).localParts();
    for (Domain own : setting.domains().stream().limit(RECIPIENT_DOMAINS_MAX).toList()) {
      for (String localPart : localParts) {
        Optional<EmailAddress> address = EmailAddress.parse(localPart + "@" + own);
        if (address.isPresent() && setting.accounts().has(address.get())) {
          found.add(
              DeceitFinding.FROM_NAME_OURS,
              "its sender is called %s, as %s is here, and writes from %s"
                  .formatted(name, address.get(), domain));
          return;
        }
      }
    }
  }

  private void reply(Header header, Domain from) {
    Optional<Domain> reply =
        mailbox(header.all("Reply-To")).flatMap(mailbox -> Domain.parse(mailbox.domain()));
    if (reply.filter(it -> !sites.same(it, from)).isPresent()) {
      boolean anybody = isFreemail(reply.get());
      found.add(
          anybody && !isFreemail(from)
              ? DeceitFinding.REPLY_FREEMAIL
              : DeceitFinding.REPLY_ELSEWHERE,
          "it is from %s, and answers go to %s".formatted(from, reply.get()));
    }
  }

  private boolean isFreemail(Domain domain) {
    return config.freemail().contains(domain.name().toLowerCase(Locale.ROOT));
  }
}
