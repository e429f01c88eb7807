package mailroad.guard.deceit;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import mailroad.guard.verdict.Filter;
import mailroad.guard.verdict.FilterException;
import mailroad.guard.verdict.Opinion;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.Domain;
import mailroad.mailauth.Authentication;
import mailroad.mailauth.dkim.DkimResult;
import mailroad.mailauth.dmarc.DmarcResult;
import mailroad.mailauth.spf.SpfResult;
import mailroad.mailbox.Directory;
import mailroad.smtp.Recipient;
import mailroad.store.StoreException;

/** Looks at names in a message that pose as others. Any number of tasks may ask at once. */
public final class DeceitFilter implements Filter {
  /** Of messages to more domains than this the others are not looked up. */
  private static final int DOMAINS_MAX = 20;

  private final DeceitConfig config;
  private final Directory directory;
  private final Sites sites;

  /** A filter for mail to whom the directory has. */
  public DeceitFilter(DeceitConfig config, Directory directory, Sites sites) {
    this.config = config;
    this.directory = directory;
    this.sites = sites;
  }

  @Override
  public String name() {
    return "deceit";
  }

  @Override
  public boolean looksAt(Suspect suspect) {
    return config.enabled() && suspect.direction() == Suspect.Direction.INCOMING;
  }

  @Override
  public Opinion look(Suspect suspect) throws FilterException {
    try {
      Set<Domain> own = own(suspect);
      Set<Domain> originals = new LinkedHashSet<>(own);
      config.protectedDomains().forEach(name -> originals.add(new Domain(name)));
      Lookalikes lookalikes = new Lookalikes(originals, sites);
      Optional<Domain> vouched = suspect.authentication().flatMap(this::vouched);
      Found found = new Found();
      new LinkJudge(config, lookalikes, sites, vouched, found)
          .judge(suspect.texts(config.textOctetsMax(), config.linksMax()));
      new SenderJudge(config, lookalikes, sites, found)
          .judge(
              suspect.arriving().header(),
              new SenderJudge.Setting(
                  own,
                  vouched,
                  suspect.authentication().isPresent(),
                  address -> directory.account(address).isPresent()));
      return Opinion.of(found.evidence(config.scores()));
    } catch (IOException e) {
      throw new FilterException("cannot read the message", e);
    } catch (StoreException e) {
      throw new FilterException("cannot ask the directory", e);
    }
  }

  /** The domains of recipients that are local here. */
  private Set<Domain> own(Suspect suspect) throws StoreException {
    Set<Domain> own = new LinkedHashSet<>();
    for (Recipient recipient : suspect.arriving().envelope().recipients()) {
      Domain domain = recipient.address().domain();
      if (own.size() < DOMAINS_MAX && !own.contains(domain) && directory.isLocal(domain)) {
        own.add(domain);
      }
    }
    return own;
  }

  /** The domain in From, if DMARC passes, or SPF or a signature vouches for its site. */
  private Optional<Domain> vouched(Authentication found) {
    DmarcResult dmarc = found.dmarc();
    if (dmarc.code() == DmarcResult.Code.PASS) {
      return dmarc.from();
    }
    return dmarc
        .from()
        .filter(from ->
            found.dkim().stream()
                    .filter(one -> one.code() == DkimResult.Code.PASS)
                    .flatMap(one -> one.domain().stream())
                    .anyMatch(domain -> sites.same(domain, from))
                || found.mail().code() == SpfResult.Code.PASS
                    && Domain.parse(found.mail().domain())
                        .filter(domain -> sites.same(domain, from))
                        .isPresent());
  }
}
