"""Tiến trình con của việc soát mẫu: ``python -m service.linting``, started by `child.ask`."""

from service.linting.child import main

if __name__ == "__main__":
    main()
