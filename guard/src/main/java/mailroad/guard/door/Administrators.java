package mailroad.guard.door;

import com.google.protobuf.InvalidProtocolBufferException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import mailroad.kernel.AddressRange;
import mailroad.kernel.EmailAddress;
import mailroad.records.AdministratorRecord;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** From where administrators logged in last, over restarts. Any number of tasks may use it. */
final class Administrators {
  private static final int MOST = 1000;

  private final Book<InetAddress> book;

  Administrators(Store store) {
    this.book = new Book<>(store, Key.of("guard", "administrator"), new Form(), MOST);
  }

  private record Form() implements Book.Form<InetAddress> {
    @Override
    public byte[] write(InetAddress address) {
      return AdministratorRecord.newBuilder()
          .setAddress(address.getHostAddress())
          .build()
          .toByteArray();
    }

    @Override
    public InetAddress read(byte[] octets) throws InvalidProtocolBufferException {
      return AddressRange.address(AdministratorRecord.parseFrom(octets).getAddress())
          .orElseThrow(() -> new InvalidProtocolBufferException("no address"));
    }

    @Override
    public Instant ends(InetAddress value) {
      return Instant.MAX;
    }
  }

  void note(EmailAddress account, InetAddress address) {
    book.note(book.key(account.toString()), address);
  }

  void load(BiConsumer<EmailAddress, InetAddress> into) throws StoreException {
    for (Book.Entry<InetAddress> entry : book.written(MOST)) {
      Optional<EmailAddress> account = EmailAddress.parse(entry.key().after(book.key()).text());
      account.ifPresent(one -> into.accept(one, entry.value()));
    }
  }

  void flush() throws StoreException {
    book.flush();
  }
}
