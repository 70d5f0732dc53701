"""Site: plugs everything in. Settings, URLs, the API, the live process, the command line and the processes.

Owns no data and knows every room; no room knows it.
"""
