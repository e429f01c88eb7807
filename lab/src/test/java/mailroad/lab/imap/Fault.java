package mailroad.lab.imap;

import java.util.List;
import java.util.function.Function;
import mailroad.store.Store;

/** A way in which a server may be wrong: in what it says, or in what it keeps. That it is noticed is what {@code FaultsTest} shows. */
interface Fault {
  /** Nothing is wrong. */
  Fault NONE = new Fault() {};

  /** What becomes of each untagged response; made for one client. */
  default Function<String, List<String>> hearing() {
    return List::of;
  }

  /** What keeps the mailboxes. */
  default Store store(Store whole) {
    return whole;
  }
}
