@echo off
rem What a library starts: the version that state\current names, by the Node that this version brings.
setlocal
chcp 65001 >nul
set /p VERSION=<"%~dp0state\current"
"%~dp0versions\%VERSION%\node\bin\node.exe" "%~dp0versions\%VERSION%\deploy\one-file\launcher.mjs" %*
set CODE=%ERRORLEVEL%
if "%~1"=="" pause
exit /b %CODE%
