package mailroad.guard.learn;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes up the mail of somebody's year: people, lists, shops and machines that write again and again, in several languages,
 * and spam of campaigns that come and go. Spam borrows from good mail (its words, its forms, hidden passages of it), and good
 * mail has the words of spam where shops and banks write. The same for the same seed.
 */
final class Corpus {
  private static final String[] FIRST = {
    "Anna", "Bert", "Chloe", "David", "Emre", "Fatima", "Georg", "Hanna", "Ivan", "Julia", "Kenji",
    "Lea", "Marco", "Nina"
  };
  private static final String[] LAST = {
    "Meyer", "Rossi", "Dubois", "Novak", "Garcia", "Smith", "Yilmaz", "Sato", "Keller", "Larsen"
  };
  private static final String[] FRIENDS = {
    "office.example", "gmail.com", "uni.example", "partner.example", "family.example"
  };
  private static final String[] TLDS = {
    "top", "xyz", "click", "info", "com", "net", "shop", "online"
  };
  private static final String[] SYLLABLES = {
    "ba", "ke", "lo", "mi", "nu", "ra", "so", "ti", "ve", "zo", "dar", "fin", "gol", "max", "pro"
  };

  /** A message of the corpus. */
  record Mail(boolean spam, String style, byte[] octets) {}

  /** A way of writing: subjects and sentences. */
  private record Style(
      String name, boolean spam, boolean html, String[] subjects, String[] sentences) {}

  private static Style good(String name, boolean html, String subjects, String sentences) {
    return new Style(name, false, html, subjects.split("\n"), sentences.split("\n"));
  }

  private static Style spam(String name, boolean html, String subjects, String sentences) {
    return new Style(name, true, html, subjects.split("\n"), sentences.split("\n"));
  }

  /** Those that are seen while it learns. The last of each kind are only in the part that is held out. */
  private static final List<Style> STYLES =
      List.of(
          good(
              "work",
              false,
              """
              Re: Agenda for {day}
              Minutes of the meeting
              Draft of the report, version {n}
              Can we move the review to {day}?
              Contract with {company}\
              """,
              """
              Thanks for the notes, I have added two comments to the draft.
              Could you look at the numbers for {month} before {day}?
              The customer asked for an offer of about {money}, let us talk about it.
              I will be out of office on {day}, please call {name} if it is urgent.
              Please find the minutes attached and correct what I got wrong.
              The deployment went well, only the second server needs a restart.
              We should agree on a date with {company} and send them the contract.
              As discussed, the invoice goes to accounting this week.
              I think section {n} is too long, could you shorten it?
              Let me know if {day} at ten works for you.\
              """),
          good(
              "work-de",
              false,
              """
              Re: Besprechung am {day}
              Protokoll der Sitzung
              Angebot für {company}
              Urlaubsplanung {month}\
              """,
              """
              Vielen Dank für die Unterlagen, ich habe sie durchgesehen.
              Können wir den Termin auf {day} verschieben?
              Das Angebot über {money} liegt dem Kunden vor, er meldet sich nächste Woche.
              Anbei das Protokoll, bitte um Ergänzungen bis {day}.
              Die Rechnung habe ich an die Buchhaltung weitergegeben.
              Bitte prüft noch Abschnitt {n}, dort fehlen die Zahlen.
              Ich bin am Freitag nicht im Büro, {name} vertritt mich.
              Schöne Grüße und bis bald.\
              """),
          good(
              "friends",
              false,
              """
              dinner on {day}?
              pictures of the weekend
              Re: birthday
              train tickets\
              """,
              """
              It was so nice to see you, the children still talk about it.
              Shall we cook together on {day}? I could bring the wine.
              I have put the pictures of our walk into the album.
              Mum is better, she was in the garden yesterday.
              Do you still have my umbrella?
              We booked the train, it leaves at half past nine.
              Can you lend me the drill, mine broke last week?
              Happy birthday! I hope you have a wonderful day.
              The cat is fine, she sleeps on your chair all day.\
              """),
          good(
              "family-fr",
              false,
              """
              Re: samedi soir
              les photos de {month}
              rendez-vous chez le dentiste\
              """,
              """
              Merci pour ton message, tout va bien ici.
              On se voit {day} pour le dîner, vers vingt heures.
              J'ai mis les photos des vacances dans le dossier.
              Les enfants sont à l'école jusqu'à seize heures.
              Peux-tu passer à la boulangerie en rentrant ?
              Le train arrive à midi, je viendrai te chercher.
              Bises à tout le monde.\
              """),
          good(
              "list",
              false,
              """
              [dev] Re: patch {n}/7: read the cache without a lock
              [dev] release candidate {n}
              [dev] test fails on arm64\
              """,
              """
              The patch applies cleanly on top of main, but the test fails here.
              I think the lock is taken in the wrong order, see the trace below.
              Reviewed, with one comment about the name of the function.
              Could you rebase, please? There is a conflict in the parser.
              The benchmark shows no difference for small messages.
              This breaks the build with the old compiler, since it lacks the header.
              Applied to main, thanks.
              > the buffer is freed twice if the second read returns early\
              """),
          good(
              "shop",
              true,
              """
              Your order {n}{n}{n} has been shipped
              Invoice {n}{n}{n}
              New arrivals: free shipping until {day}
              Your receipt of {money}\
              """,
              """
              Thank you for your order, it leaves our warehouse today.
              You can follow your parcel with this number in your account.
              Free shipping on all orders over {money} until {day}.
              The amount of {money} will be charged to your card.
              If you are not happy with it, you can send it back within 30 days.
              Discover our new collection, now up to {n}0% off.
              You get this mail because you have an account with us; unsubscribe here.
              Please find your invoice attached.\
              """),
          good(
              "machine",
              false,
              """
              [alert] disk usage {n}1% on db{n}
              Backup of {day} finished
              Build {n}{n}{n} passed\
              """,
              """
              The job ran for {n} minutes and wrote {n}{n} files.
              Disk usage on db{n} is above the limit, please look at it.
              All checks passed, the artefact was stored.
              Next run: {day} at 02:00.
              Certificate of mail.office.example expires in {n}0 days.\
              """),
          good(
              "bank",
              true,
              """
              Your statement for {month} is ready
              Payment of {money} received
              Security notice: new sign-in\
              """,
              """
              Your account statement for {month} is now available in online banking.
              We have received your payment of {money}. Thank you.
              We noticed a sign-in from a new device; if this was you, there is nothing to do.
              For your safety we never ask for your password by mail.
              Your card ending in {n}{n} was charged {money} at {company}.
              You can change how we contact you in your settings.\
              """),
          spam(
              "pills",
              true,
              """
              Ch3ap m3ds online
              {n}0% off all pills today
              Re: your prescription\
              """,
              """
              Buy v1agra and c1alis without prescription, best prices online.
              Our pharmacy ships worldwide, discreet packing, no questions asked.
              Save up to {n}0% on all meds, order now before the offer ends.
              Feel young again and surprise her tonight with our miracle pills.
              100% money back guarantee, millions of happy customers.
              Click here to visit the Canadian pharmacy now.\
              """),
          spam(
              "heir",
              false,
              """
              URGENT business proposal
              Dear beneficiary
              Your fund of {money} million\
              """,
              """
              I am barrister {name}, attorney to the late engineer who died without next of kin.
              The sum of {money} million United States dollars lies in a security company.
              I seek your consent to present you as the beneficiary of the fund.
              This transaction is 100% risk free and must be kept strictly confidential.
              Kindly send your full name, address, telephone number and bank account.
              You will receive 40% of the total sum for your assistance. God bless you.\
              """),
          spam(
              "phish",
              true,
              """
              Your account has been suspended
              Action required: verify your mailbox
              Unusual sign-in detected, ref {n}{n}{n}\
              """,
              """
              We noticed unusual activity and your account has been limited.
              Please verify your password within 24 hours or your mailbox will be closed.
              Click the button below to confirm your identity and restore access.
              Failure to update your information will lead to permanent suspension.
              Your storage is full, upgrade now for free to receive pending messages.
              This is an automated message from the security team, do not reply.\
              """),
          spam(
              "phish-de",
              true,
              """
              Ihr Konto wurde eingeschränkt
              Letzte Mahnung {n}{n}{n}
              Wichtige Mitteilung Ihrer Bank\
              """,
              """
              Sehr geehrter Kunde, Ihr Konto wurde vorübergehend gesperrt.
              Bitte bestätigen Sie Ihre Daten innerhalb von 24 Stunden über den Link.
              Andernfalls wird Ihr Zugang dauerhaft gesperrt und eine Gebühr von {money} fällig.
              Klicken Sie hier, um Ihr Konto sofort wieder freizuschalten.
              Ihre offene Rechnung wurde trotz Mahnung nicht bezahlt, Inkasso droht.\
              """),
          spam(
              "crypto",
              true,
              """
              Earn {money} per day from home
              Your bitcoin wallet is waiting
              {name} made {money} in one week\
              """,
              """
              Our trading robot makes {money} every day, fully automatic and guaranteed.
              Invest only 250 and watch your bitcoin grow while you sleep.
              This secret system was leaked by a banker, and it is only free today.
              Register now, only {n} places are left in your area.
              No experience needed, withdraw your profit at any time.\
              """),
          spam(
              "seo",
              false,
              """
              Rank #1 on search engines
              Question about your website
              Web design offer for {company}\
              """,
              """
              I was on your website and found many errors that hurt your ranking.
              We offer affordable SEO packages and guarantee the first page in 30 days.
              Our team builds quality backlinks and gets you more traffic and leads.
              Shall I send you a quote and our price list?
              Reply with your phone number and the best time to call.\
              """),
          spam(
              "zh",
              false,
              """
              代开发票
              优惠促销 {n}折\
              """,
              """
              本公司长期代开各类正规发票，可验证后付款。
              欢迎来电咨询，电话：1{n}8{n}{n}66。
              免费试用，先到先得，名额有限，立即点击。
              低息贷款，无需抵押，当天放款。\
              """),
          // Held out: nothing of this kind is learned.
          good(
              "club-es",
              false,
              """
              Partido del {day}
              Re: cena de {month}\
              """,
              """
              Hola a todos, el partido del {day} empieza a las siete.
              ¿Quién puede traer el balón y las camisetas?
              La cena de {month} será en casa de {name}.
              Gracias por las fotos, han salido muy bien.
              Nos vemos en la entrada, un abrazo.\
              """),
          good(
              "travel",
              true,
              """
              Your booking {n}{n}{n} is confirmed
              Boarding pass for {day}\
              """,
              """
              Thank you for your booking, your seat is reserved.
              Check in online from 24 hours before departure.
              Your total is {money}, paid by card.
              Please be at the gate 30 minutes before the train leaves.
              You can change your booking in your account until {day}.\
              """),
          spam(
              "parcel",
              true,
              """
              Your parcel could not be delivered
              Customs fee of {money} pending\
              """,
              """
              Your parcel is waiting at our depot, delivery failed twice.
              Please pay the customs fee of {money} now to release your package.
              Click here to confirm your address and schedule a new delivery.
              If you do not act within 24 hours, the parcel will be returned.
              Track your parcel with the button below.\
              """),
          spam(
              "dating",
              false,
              """
              hello dear
              lonely girl near you wants to meet\
              """,
              """
              Hi, I saw your profile and I think we should meet.
              I am {name}, 25, lonely and looking for a serious man.
              See my hot private pictures here, it is free and discreet.
              Write me soon, I am waiting for you, kisses.\
              """));

  private static final int HELD_OUT_STYLES = 4;

  private final SplittableRandom random;

  Corpus(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Mail of the styles that may be learned, good and spam by turns. */
  List<Mail> seen(int count) {
    return of(STYLES.subList(0, STYLES.size() - HELD_OUT_STYLES), count);
  }

  /** Mail of styles that are never learned. */
  List<Mail> unseen(int count) {
    return of(STYLES.subList(STYLES.size() - HELD_OUT_STYLES, STYLES.size()), count);
  }

  private List<Mail> of(List<Style> styles, int count) {
    List<Mail> mails = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean spam = i % 2 == 1;
      List<Style> kind = styles.stream().filter(style -> style.spam() == spam).toList();
      Style style = kind.get(random.nextInt(kind.size()));
      mails.add(new Mail(spam, style.name(), octets(style)));
    }
    return mails;
  }

  private String any(String[] of) {
    return of[random.nextInt(of.length)];
  }

  private String filled(String text) {
    return text.replace(
            "{day}", any(new String[] {"Monday", "Tuesday", "Friday", "Samstag", "lundi"}))
        .replace("{month}", any(new String[] {"January", "May", "Oktober", "novembre"}))
        .replace("{n}", Integer.toString(random.nextInt(1, 9)))
        .replace("{money}", any(new String[] {"$", "€", "£"}) + random.nextInt(10, 9_000))
        .replace("{name}", any(FIRST) + " " + any(LAST))
        .replace("{company}", any(LAST) + " & Co");
  }

  private String host() {
    StringBuilder out = new StringBuilder();
    for (int i = random.nextInt(2, 4); i > 0; i--) {
      out.append(any(SYLLABLES));
    }
    return out + "." + any(TLDS);
  }

  private byte[] octets(Style style) {
    String body = body(style);
    String host = style.spam() ? spamHost() : goodHost(style);
    String net =
        style.spam()
            ? "%d.%d.%d".formatted(random.nextInt(20, 220), random.nextInt(256), random.nextInt(64))
            : "198.51.%d".formatted(Math.floorMod(host.hashCode(), 100));
    String from = style.spam() ? any(FIRST) + random.nextInt(99) : sender(style);
    return ("""
    Received: from %s ([%s.%d]) by mx.b.example (Mailroad) with ESMTP id 01ABCDEFGHJKM;
     Sun, 22 Nov 2026 12:00:00 +0000
    From: %s <%s@%s>
    To: <me@b.example>
    Subject: %s
    Date: Sun, 22 Nov 2026 12:00:00 %s
    Message-ID: <%d@%s>
    MIME-Version: 1.0
    %sContent-Type: text/%s; charset=utf-8

    %s
    """
            .formatted(
                host,
                net,
                random.nextInt(1, 255),
                style.spam() ? any(FIRST) + " " + any(LAST) : from,
                from.toLowerCase(java.util.Locale.ROOT).replace(' ', '.'),
                host,
                filled(any(style.subjects())),
                style.spam() ? any(new String[] {"+0000", "+0800", "-0500", "+0300"}) : "+0100",
                random.nextInt(1_000_000),
                random.nextInt(4) == 0 ? "localhost" : host,
                style.name().equals("list") ? "List-Id: <dev.lists.example>\n" : "",
                style.html() ? "html" : "plain",
                body))
        .getBytes(StandardCharsets.UTF_8);
  }

  private String sender(Style style) {
    return switch (style.name()) {
      case "shop", "bank", "machine", "travel" -> style.name() + " service";
      default -> FIRST[random.nextInt(8)] + " " + LAST[random.nextInt(4)];
    };
  }

  private String goodHost(Style style) {
    return switch (style.name()) {
      case "shop" -> any(new String[] {"shop.example", "books.example", "mailer.example"});
      case "bank" -> "bank.example";
      case "machine" -> "ops.office.example";
      case "list" -> "lists.example";
      case "travel" -> "rail.example";
      default -> any(FRIENDS);
    };
  }

  /** A third comes from where anybody may write. */
  private String spamHost() {
    return random.nextInt(3) == 0 ? "gmail.com" : host();
  }

  private String body(Style style) {
    List<String> lines = new ArrayList<>();
    for (int i = random.nextInt(3, 7); i > 0; i--) {
      lines.add(filled(any(style.sentences())));
    }
    boolean links = style.html() || random.nextInt(3) == 0;
    String link =
        "https://%s/%d".formatted(style.spam() ? host() : goodHost(style), random.nextInt(999));
    if (style.spam() && random.nextInt(4) == 0) {
      // Passages of good mail, to look like it; of HTML they are hidden.
      Style other = STYLES.get(random.nextInt(6));
      String salad = any(other.sentences()) + " " + any(other.sentences());
      lines.add(style.html() ? "<div style=\"display:none\">" + salad + "</div>" : salad);
    }
    if (!style.html()) {
      return String.join("\n", lines) + (links ? "\n" + link : "") + "\n";
    }
    return "<html><body><p>"
        + String.join("</p><p>", lines)
        + "</p><a href=\"%s\">%s</a><img src=\"%s/p.png\"></body></html>"
            .formatted(link, style.spam() ? "CLICK HERE" : "More", link);
  }
}
