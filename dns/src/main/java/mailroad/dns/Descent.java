package mailroad.dns;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * The way of one question from a zone down to the one that answers it, referral by referral. Servers on the
 * way are not told more of the name than they need (RFC 9156): one label beyond their zone, until one
 * refers to a deeper zone. Where a server makes nothing of the shortened name, it is asked the whole one: many
 * deny names that have others below them.
 */
final class Descent {
  /** RFC 9156 section 2.3: so many shortened questions for one name, at most. */
  private static final int SHORTENED_MAX = 10;

  private final IterativeResolver resolver;
  private final ResolverConfig config;
  private final ZoneAsker zones;
  private final Question question;
  private final Work work;

  Descent(IterativeResolver resolver, ZoneAsker zones, Question question, Work work) {
    this.resolver = resolver;
    config = resolver.config();
    this.zones = zones;
    this.question = question;
    this.work = work;
  }

  Reading.Final from(Delegation start) throws InterruptedException {
    Delegation zone = start;
    Shortening shortening = new Shortening(start.zone());
    for (int i = 0; i <= config.bounds().referralsMax(); ) {
      Question asked = shortening.next();
      boolean whole = asked.equals(question);
      switch (zones.ask(zone, asked, resolver::addresses, work)) {
        case Reading.Final told -> {
          if (whole) {
            return told;
          }
          shortening.answered(told.finding());
        }
        case Reading.Useless _ when !whole -> shortening.end();
        case Reading.Useless(var why, _) -> {
          if (!mayHaveMoved(zone)) {
            return failed(why);
          }
          work.walk().note("%s: back to the zone above".formatted(why));
          resolver.cache().forget(zone);
          zone = resolver.nearest(question);
          i++;
        }
        case Reading.Referral referral -> {
          zone = zones.delegation(referral, work.walk());
          resolver.cache().keep(zone, referral.ttlSeconds());
          work.markLearned(zone.zone());
          work.keepReferral(zone.zone(), referral.proofs());
          shortening.in(zone.zone());
          i++;
        }
      }
    }
    return failed("more than %d referrals".formatted(config.bounds().referralsMax()));
  }

  private Reading.Final failed(String why) {
    return new Reading.Final(Finding.failed(question, why));
  }

  /** Whether other servers may serve the zone by now than those that were remembered. */
  private boolean mayHaveMoved(Delegation zone) {
    return zone.fromCache() && !work.hasLearned(zone.zone()) && work.exhausted().isEmpty();
  }

  /** How much of the name is told. */
  private final class Shortening {
    private int labels;
    private int asked;
    private boolean over = !config.minimiseNames();

    Shortening(Name zone) {
      in(zone);
    }

    void in(Name zone) {
      labels = zone.labels() + 1;
    }

    void end() {
      over = true;
    }

    /** There is no zone at that name; if it is not even there, that may not be true of those below. */
    void answered(Finding finding) {
      if (!(finding.what() instanceof Finding.NoData)
          && !(finding.what() instanceof Finding.Found)) {
        over = true;
      }
      labels++;
    }

    Question next() {
      Name name = question.name();
      if (over || labels >= name.labels() || asked >= SHORTENED_MAX) {
        return question;
      }
      Name shorter = Records.tail(name, labels);
      if (shorter.getLabelString(0).startsWith("_")) {
        return question; // RFC 9156 section 2.3: no zones begin at such labels
      }
      asked++;
      return new Question(shorter, Type.A);
    }
  }
}
